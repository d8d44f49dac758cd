-- Passes are never deleted: a message that points at none was never shown to anybody
DELETE FROM `notifications` WHERE NOT EXISTS (SELECT 1 FROM `visit_passes` WHERE `visit_passes`.`organization_id` = `notifications`.`organization_id` AND `visit_passes`.`id` = `notifications`.`visit_pass_id`);

-- AddForeignKey
ALTER TABLE `notifications` ADD CONSTRAINT `notifications_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
