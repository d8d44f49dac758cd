-- CreateTable
CREATE TABLE `audit_seals` (
    `chain` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sequence` INTEGER UNSIGNED NOT NULL,
    `audit_log_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `hash` BINARY(32) NOT NULL,
    `sealed_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `audit_seals_audit_log_id_key`(`audit_log_id`),
    PRIMARY KEY (`chain`, `sequence`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
