-- AlterTable
ALTER TABLE `devices`
    ADD COLUMN `battery_percent` TINYINT UNSIGNED NULL,
    ADD COLUMN `is_charging` BOOLEAN NULL,
    ADD COLUMN `app_version` VARCHAR(40) NULL,
    ADD COLUMN `pending_scans` INTEGER UNSIGNED NULL,
    ADD COLUMN `roster_at` DATETIME(3) NULL,
    ADD COLUMN `reported_at` DATETIME(3) NULL,
    ADD COLUMN `locked_at` DATETIME(3) NULL,
    ADD COLUMN `locked_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `lock_reason` VARCHAR(500) NULL;
