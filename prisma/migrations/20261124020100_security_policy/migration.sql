-- AlterTable
ALTER TABLE `sessions` ADD COLUMN `is_enrolling` BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE `account_notices` MODIFY `change` ENUM('TOTP_ENABLED', 'TOTP_DISABLED', 'RECOVERY_CODES_RENEWED', 'RECOVERY_CODE_USED', 'PASSWORD_CHANGED', 'SECOND_FACTOR_RESET') NOT NULL;

-- CreateTable
CREATE TABLE `security_policies` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `password_minimum` INTEGER NOT NULL,
    `second_factor` ENUM('OPTIONAL', 'ROLES', 'EVERYBODY') NOT NULL,
    `updated_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `security_policy_roles` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `role_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `security_policy_roles_role_id_idx`(`role_id`),
    PRIMARY KEY (`organization_id`, `role_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `security_policy_roles` ADD CONSTRAINT `security_policy_roles_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `security_policies`(`organization_id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `security_policy_roles` ADD CONSTRAINT `security_policy_roles_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;
