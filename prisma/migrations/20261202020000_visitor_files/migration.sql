-- CreateTable
CREATE TABLE `visitor_files` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('PHOTO', 'IDENTITY_DOCUMENT', 'INSURANCE', 'OTHER') NOT NULL,
    `status` ENUM('AWAITED', 'UPLOADED', 'PROCESSING', 'READY', 'REJECTED') NOT NULL,
    `rejection` ENUM('TYPE', 'DAMAGED', 'TOO_MANY_PIXELS', 'POLYGLOT', 'ENCRYPTED', 'ACTIVE_CONTENT', 'TOO_MANY_PAGES', 'INFECTED', 'NOT_CHECKED', 'STAFF') NULL,
    `sealed_reason` VARBINARY(2048) NULL,
    `upload_bytes` INTEGER UNSIGNED NOT NULL,
    `upload_sha256` BINARY(32) NULL,
    `upload_sealed` BOOLEAN NOT NULL,
    `content_type` VARCHAR(40) NULL,
    `bytes` INTEGER UNSIGNED NULL,
    `sha256` BINARY(32) NULL,
    `has_preview` BOOLEAN NOT NULL DEFAULT false,
    `pages` SMALLINT UNSIGNED NULL,
    `browser_hash` BINARY(32) NULL,
    `replaces_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `created_at` DATETIME(3) NOT NULL,
    `uploadable_to` DATETIME(3) NULL,
    `uploaded_at` DATETIME(3) NULL,
    `scanned_at` DATETIME(3) NULL,
    `settled_at` DATETIME(3) NULL,
    `reviewed_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `reviewed_at` DATETIME(3) NULL,
    `approved` BOOLEAN NOT NULL DEFAULT false,
    `removed_at` DATETIME(3) NULL,
    UNIQUE INDEX `visitor_files_organization_id_id_key`(`organization_id`, `id`),
    INDEX `visitor_files_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    INDEX `visitor_files_status_created_at_idx`(`status`, `created_at`),
    INDEX `visitor_files_removed_at_idx`(`removed_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `file_policies` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `photo_days` SMALLINT UNSIGNED NULL,
    `identity_days` SMALLINT UNSIGNED NULL,
    `insurance_days` SMALLINT UNSIGNED NULL,
    `other_days` SMALLINT UNSIGNED NULL,
    `scan_required` BOOLEAN NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `visitor_files` ADD CONSTRAINT `visitor_files_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `file_policies` ADD CONSTRAINT `file_policies_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
