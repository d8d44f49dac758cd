-- CreateTable
CREATE TABLE `organization_keys` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `purpose` ENUM('DATA', 'INDEX') NOT NULL,
    `version` SMALLINT UNSIGNED NOT NULL,
    `wrapped_key` VARBINARY(128) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `organization_keys_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `organization_keys_organization_id_purpose_version_key`(`organization_id`, `purpose`, `version`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `visitor_keys` (
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_key_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `wrapped_key` VARBINARY(128) NOT NULL,
    UNIQUE INDEX `visitor_keys_organization_id_visitor_id_key`(`organization_id`, `visitor_id`),
    INDEX `visitor_keys_organization_id_organization_key_id_idx`(`organization_id`, `organization_key_id`),
    PRIMARY KEY (`visitor_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `visitor_name_tokens` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `token` SMALLINT UNSIGNED NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `visitor_name_tokens_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    PRIMARY KEY (`organization_id`, `token`, `visitor_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- What was in clear waits here until the program that migrates has sealed it; then it drops the table
CREATE TABLE `visitors_in_clear` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `email` VARCHAR(254) NULL,
    `phone` VARCHAR(32) NULL,
    `company` VARCHAR(200) NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
INSERT INTO `visitors_in_clear` SELECT `id`, `organization_id`, `name`, `email`, `phone`, `company` FROM `visitors`;

-- AlterTable
ALTER TABLE `visitors`
    DROP INDEX `visitors_organization_id_email_idx`,
    DROP COLUMN `name`,
    DROP COLUMN `email`,
    DROP COLUMN `phone`,
    DROP COLUMN `company`,
    ADD COLUMN `sealed_name` VARBINARY(1024) NULL,
    ADD COLUMN `sealed_email` VARBINARY(512) NULL,
    ADD COLUMN `sealed_phone` VARBINARY(128) NULL,
    ADD COLUMN `sealed_company` VARBINARY(1024) NULL,
    ADD COLUMN `name_index` BINARY(16) NULL,
    ADD COLUMN `email_index` BINARY(16) NULL,
    ADD COLUMN `phone_index` BINARY(16) NULL,
    ADD COLUMN `erased_at` DATETIME(3) NULL,
    ADD INDEX `visitors_organization_id_email_index_idx`(`organization_id`, `email_index`),
    ADD INDEX `visitors_organization_id_phone_index_idx`(`organization_id`, `phone_index`),
    ADD INDEX `visitors_organization_id_name_index_idx`(`organization_id`, `name_index`);

-- AddForeignKey
ALTER TABLE `organization_keys` ADD CONSTRAINT `organization_keys_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visitor_keys` ADD CONSTRAINT `visitor_keys_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visitor_keys` ADD CONSTRAINT `visitor_keys_organization_id_organization_key_id_fkey` FOREIGN KEY (`organization_id`, `organization_key_id`) REFERENCES `organization_keys`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visitor_name_tokens` ADD CONSTRAINT `visitor_name_tokens_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
