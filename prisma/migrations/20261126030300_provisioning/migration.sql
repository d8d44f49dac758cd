-- CreateTable
CREATE TABLE `provisioning_tokens` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `token_hash` BINARY(32) NOT NULL,
    `hint` VARCHAR(20) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `revoked_at` DATETIME(3) NULL,
    `last_used_at` DATETIME(3) NULL,
    UNIQUE INDEX `provisioning_tokens_token_hash_key`(`token_hash`),
    INDEX `provisioning_tokens_organization_id_idx`(`organization_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `provisioned_users` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `external_id` VARCHAR(255) NULL,
    `given_name` VARCHAR(100) NULL,
    `family_name` VARCHAR(100) NULL,
    `updated_at` DATETIME(3) NOT NULL,
    `deactivated_at` DATETIME(3) NULL,
    `removed_at` DATETIME(3) NULL,
    UNIQUE INDEX `provisioned_users_organization_id_external_id_key`(`organization_id`, `external_id`),
    PRIMARY KEY (`organization_id`, `user_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `provisioned_groups` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `display_name` VARCHAR(255) NOT NULL,
    `external_id` VARCHAR(255) NULL,
    `version` INTEGER NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `provisioned_groups_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `provisioned_groups_organization_id_display_name_key`(`organization_id`, `display_name`),
    UNIQUE INDEX `provisioned_groups_organization_id_external_id_key`(`organization_id`, `external_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `provisioned_group_members` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `group_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `provisioned_group_members_organization_id_user_id_idx`(`organization_id`, `user_id`),
    PRIMARY KEY (`organization_id`, `group_id`, `user_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `provisioned_group_roles` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `group_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `role_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rights` JSON NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    INDEX `provisioned_group_roles_role_id_idx`(`role_id`),
    PRIMARY KEY (`organization_id`, `group_id`, `role_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `provisioned_roles` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `role_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `provisioned_roles_role_id_idx`(`role_id`),
    PRIMARY KEY (`organization_id`, `user_id`, `role_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `provisioned_users` ADD CONSTRAINT `provisioned_users_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `provisioned_group_members` ADD CONSTRAINT `provisioned_group_members_organization_id_group_id_fkey` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `provisioned_groups`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `provisioned_group_members` ADD CONSTRAINT `provisioned_group_members_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `provisioned_group_roles` ADD CONSTRAINT `provisioned_group_roles_organization_id_group_id_fkey` FOREIGN KEY (`organization_id`, `group_id`) REFERENCES `provisioned_groups`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `provisioned_group_roles` ADD CONSTRAINT `provisioned_group_roles_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `provisioned_roles` ADD CONSTRAINT `provisioned_roles_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `provisioned_roles` ADD CONSTRAINT `provisioned_roles_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;
