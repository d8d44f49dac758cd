-- CreateTable
CREATE TABLE `departments` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `parent_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `name` VARCHAR(120) NOT NULL,
    UNIQUE INDEX `departments_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `departments_organization_id_parent_id_name_key`(`organization_id`, `parent_id`, `name`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `departments` ADD CONSTRAINT `departments_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `departments` ADD CONSTRAINT `departments_organization_id_parent_id_fkey` FOREIGN KEY (`organization_id`, `parent_id`) REFERENCES `departments`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AlterTable
ALTER TABLE `memberships` ADD COLUMN `department_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- CreateIndex
CREATE INDEX `memberships_organization_id_department_id_idx` ON `memberships`(`organization_id`, `department_id`);

-- AddForeignKey
ALTER TABLE `memberships` ADD CONSTRAINT `memberships_organization_id_department_id_fkey` FOREIGN KEY (`organization_id`, `department_id`) REFERENCES `departments`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Whoever receives guests of an organization belongs to it
INSERT INTO `memberships` (`id`, `organization_id`, `user_id`, `name`, `created_at`, `accepted_at`)
SELECT UUID(), `hosts`.`organization_id`, `users`.`id`, `users`.`name`, `users`.`created_at`, `users`.`created_at`
FROM `hosts`
JOIN `users` ON `users`.`id` = `hosts`.`user_id`
LEFT JOIN `memberships` ON `memberships`.`organization_id` = `hosts`.`organization_id` AND `memberships`.`user_id` = `hosts`.`user_id`
WHERE `memberships`.`id` IS NULL;

-- AddForeignKey
ALTER TABLE `hosts` ADD CONSTRAINT `hosts_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
