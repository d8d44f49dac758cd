-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `people_inside` SMALLINT UNSIGNED NOT NULL DEFAULT 0;

UPDATE `visit_passes` SET `people_inside` = 1 WHERE `presence` = 'INSIDE';

-- AlterTable
ALTER TABLE `series_guests`
    ADD COLUMN `group_size` SMALLINT UNSIGNED NULL;
