-- AlterTable
ALTER TABLE `access_states` ADD COLUMN `offline_grace_minutes` SMALLINT UNSIGNED NOT NULL DEFAULT 240,
    ADD COLUMN `admits_unlisted` BOOLEAN NOT NULL DEFAULT false;
