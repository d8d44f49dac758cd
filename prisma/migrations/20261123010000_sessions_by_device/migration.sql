-- AlterTable
ALTER TABLE `sessions`
    ADD COLUMN `ip` VARCHAR(45) NULL,
    ADD COLUMN `user_agent` VARCHAR(255) NULL,
    ADD COLUMN `last_seen_at` DATETIME(3) NULL;
