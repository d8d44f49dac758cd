-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `reply` ENUM('CONFIRMED', 'DECLINED') NULL,
    ADD COLUMN `replied_at` DATETIME(3) NULL,
    ADD COLUMN `late_minutes` SMALLINT UNSIGNED NULL,
    ADD COLUMN `here_at` DATETIME(3) NULL;
