-- AlterTable
ALTER TABLE `sites`
    ADD COLUMN `parking` TEXT NULL,
    ADD COLUMN `entrance` TEXT NULL,
    ADD COLUMN `map_url` VARCHAR(500) NULL,
    ADD COLUMN `directions_other` TEXT NULL,
    ADD COLUMN `what_to_bring_other` TEXT NULL,
    ADD COLUMN `parking_other` TEXT NULL,
    ADD COLUMN `entrance_other` TEXT NULL;
