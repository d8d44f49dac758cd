-- What was in clear waits here until the program that migrates has sealed it; then it drops the table
CREATE TABLE `visit_texts_in_clear` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `title` VARCHAR(200) NULL,
    `message` TEXT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
INSERT INTO `visit_texts_in_clear` SELECT `id`, `organization_id`, `title`, `message` FROM `appointments` WHERE `title` IS NOT NULL OR `message` IS NOT NULL;

-- AlterTable
ALTER TABLE `appointments`
    DROP COLUMN `title`,
    DROP COLUMN `message`,
    ADD COLUMN `sealed_title` VARBINARY(1024) NULL,
    ADD COLUMN `sealed_message` BLOB NULL;
