-- AlterTable
ALTER TABLE `zones`
    ADD COLUMN `parent_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `capacity` INTEGER UNSIGNED NULL,
    ADD COLUMN `is_grounds` BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE `gates`
    ADD COLUMN `is_inner` BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE `access_states`
    ADD COLUMN `capacity` INTEGER UNSIGNED NULL,
    ADD COLUMN `anti_passback` ENUM('OFF', 'SOFT', 'HARD') NOT NULL DEFAULT 'OFF',
    ADD COLUMN `passback_minutes` SMALLINT UNSIGNED NULL;

-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `zones` JSON NULL,
    ADD COLUMN `moves` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN `moved_at` DATETIME(3) NULL;

-- AlterTable
ALTER TABLE `checkin_logs`
    ADD COLUMN `movement` ENUM('IN', 'WITHIN', 'OUT') NULL,
    ADD COLUMN `zone_from` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `zone_to` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- Whoever was let through came in or went out: there were no inner gates.
UPDATE `checkin_logs` SET `movement` = IF(`direction` = 'ENTRY', 'IN', 'OUT') WHERE `result` IN ('ADMITTED', 'ANNULLED');

-- Since when a pass is where it is.
UPDATE `visit_passes` SET `moved_at` = `inside_since` WHERE `presence` = 'INSIDE';

-- CreateIndex
CREATE INDEX `zones_organization_id_parent_id_idx` ON `zones`(`organization_id`, `parent_id`);

-- AddForeignKey
ALTER TABLE `zones` ADD CONSTRAINT `zones_organization_id_parent_id_fkey` FOREIGN KEY (`organization_id`, `parent_id`) REFERENCES `zones`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
