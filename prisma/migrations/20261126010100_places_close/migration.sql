-- AlterTable
ALTER TABLE `sites` ADD COLUMN `closed_at` DATETIME(3) NULL;

-- AlterTable
ALTER TABLE `gates` ADD COLUMN `closed_at` DATETIME(3) NULL;
