-- AlterTable
ALTER TABLE `security_policies` ADD COLUMN `guest_access` ENUM('LINK', 'OTP') NOT NULL DEFAULT 'LINK';

-- CreateTable
CREATE TABLE `guest_challenges` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `browser_hash` BINARY(32) NOT NULL,
    `tries` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    `created_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `sent_at` DATETIME(3) NULL,
    `closed_at` DATETIME(3) NULL,
    INDEX `guest_challenges_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `guest_challenges_expires_at_idx`(`expires_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `guest_sessions` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `token_hash` BINARY(32) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `guest_sessions_token_hash_key`(`token_hash`),
    INDEX `guest_sessions_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `guest_sessions_expires_at_idx`(`expires_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `guest_challenges` ADD CONSTRAINT `guest_challenges_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `guest_sessions` ADD CONSTRAINT `guest_sessions_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
