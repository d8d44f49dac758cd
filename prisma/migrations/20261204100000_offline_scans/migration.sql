-- AlterTable
ALTER TABLE `checkin_logs`
    ADD COLUMN `is_offline` BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN `clock_offset_ms` INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `revoked_at` DATETIME(3) NULL;

-- When a pass was withdrawn stands in the outbox as long as it is kept.
UPDATE `visit_passes` p JOIN (
    SELECT `entity_id`, MAX(`occurred_at`) AS `at` FROM `outbox_events` WHERE `type` = 'visitpass.revoked' GROUP BY `entity_id`
) e ON e.`entity_id` = p.`id` SET p.`revoked_at` = e.`at` WHERE p.`status` = 'REVOKED';
