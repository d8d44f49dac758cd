-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `suspended_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `suspended_reason` VARCHAR(500) NULL,
    ADD COLUMN `suspended_at` DATETIME(3) NULL,
    ADD COLUMN `suspensions` JSON NULL,
    ADD COLUMN `issue_number` TINYINT UNSIGNED NOT NULL DEFAULT 0;
