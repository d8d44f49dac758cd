-- AlterTable
ALTER TABLE `rooms`
    ADD COLUMN `closed_at` DATETIME(3) NULL;
