-- A role may be held at one site or in one department only
ALTER TABLE `user_roles`
    ADD COLUMN `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `department_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `place` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';

-- CreateIndex: before the old one goes, because the foreign key of user_id needs one of them
CREATE UNIQUE INDEX `user_roles_user_id_role_id_organization_id_place_key` ON `user_roles`(`user_id`, `role_id`, `organization_id`, `place`);

-- DropIndex
DROP INDEX `user_roles_user_id_role_id_organization_id_key` ON `user_roles`;

-- CreateIndex
CREATE INDEX `user_roles_organization_id_site_id_idx` ON `user_roles`(`organization_id`, `site_id`);

-- CreateIndex
CREATE INDEX `user_roles_organization_id_department_id_idx` ON `user_roles`(`organization_id`, `department_id`);

-- DropIndex: the two above begin with the same column
DROP INDEX `user_roles_organization_id_idx` ON `user_roles`;

-- AddForeignKey
ALTER TABLE `user_roles` ADD CONSTRAINT `user_roles_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `user_roles` ADD CONSTRAINT `user_roles_organization_id_department_id_fkey` FOREIGN KEY (`organization_id`, `department_id`) REFERENCES `departments`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- One place at most, in an organization, and the place is the one that the unique index sees
ALTER TABLE `user_roles` ADD CONSTRAINT `user_roles_one_place` CHECK (
    `place` = COALESCE(`site_id`, `department_id`, '')
    AND (`site_id` IS NULL OR `department_id` IS NULL)
    AND (`organization_id` IS NOT NULL OR `place` = '')
);
