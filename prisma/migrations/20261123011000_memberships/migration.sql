-- CreateTable
CREATE TABLE `memberships` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `suspended_at` DATETIME(3) NULL,
    UNIQUE INDEX `memberships_organization_id_user_id_key`(`organization_id`, `user_id`),
    INDEX `memberships_organization_id_name_id_idx`(`organization_id`, `name`, `id`),
    INDEX `memberships_organization_id_created_at_id_idx`(`organization_id`, `created_at`, `id`),
    INDEX `memberships_user_id_idx`(`user_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `memberships` ADD CONSTRAINT `memberships_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `memberships` ADD CONSTRAINT `memberships_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- Whoever holds a role in an organization belongs to it
INSERT INTO `memberships` (`id`, `organization_id`, `user_id`, `name`, `created_at`)
SELECT UUID(), `held`.`organization_id`, `users`.`id`, `users`.`name`, `users`.`created_at`
FROM (SELECT DISTINCT `organization_id`, `user_id` FROM `user_roles` WHERE `organization_id` IS NOT NULL) AS `held`
JOIN `users` ON `users`.`id` = `held`.`user_id`;
