-- AlterTable
ALTER TABLE `sessions` ADD COLUMN `provider_organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- CreateTable
CREATE TABLE `identity_providers` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(60) NOT NULL,
    `issuer` VARCHAR(255) NOT NULL,
    `client_id` VARCHAR(255) NOT NULL,
    `client_secret` VARBINARY(1024) NOT NULL,
    `email_claim` VARCHAR(100) NOT NULL,
    `email_verified_claim` VARCHAR(100) NOT NULL,
    `name_claim` VARCHAR(100) NOT NULL,
    `second_factor` ENUM('OURS', 'ASSERTED') NOT NULL,
    `is_enabled` BOOLEAN NOT NULL,
    `is_required` BOOLEAN NOT NULL,
    `break_glass_user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `new_role_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `updated_at` DATETIME(3) NOT NULL,
    `tested_at` DATETIME(3) NULL,
    `test_report` JSON NULL,
    INDEX `identity_providers_break_glass_user_id_idx`(`break_glass_user_id`),
    INDEX `identity_providers_new_role_id_idx`(`new_role_id`),
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `email_domains` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `domain` VARCHAR(253) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `verified_at` DATETIME(3) NULL,
    `verified_domain` VARCHAR(253) NULL,
    UNIQUE INDEX `email_domains_verified_domain_key`(`verified_domain`),
    PRIMARY KEY (`organization_id`, `domain`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `external_identities` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `issuer` VARCHAR(255) NOT NULL,
    `subject_hash` BINARY(32) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `last_used_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `external_identities_organization_id_subject_hash_key`(`organization_id`, `subject_hash`),
    UNIQUE INDEX `external_identities_organization_id_user_id_issuer_key`(`organization_id`, `user_id`, `issuer`),
    INDEX `external_identities_user_id_idx`(`user_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `provider_attempts` (
    `token_hash` BINARY(32) NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `purpose` ENUM('SIGN_IN', 'TEST') NOT NULL,
    `provider_updated_at` DATETIME(3) NOT NULL,
    `next` VARCHAR(500) NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `answered_at` DATETIME(3) NULL,
    `proven_user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    INDEX `provider_attempts_expires_at_idx`(`expires_at`),
    PRIMARY KEY (`token_hash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `identity_providers` ADD CONSTRAINT `identity_providers_break_glass_user_id_fkey` FOREIGN KEY (`break_glass_user_id`) REFERENCES `users`(`id`) ON DELETE SET NULL ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `identity_providers` ADD CONSTRAINT `identity_providers_new_role_id_fkey` FOREIGN KEY (`new_role_id`) REFERENCES `roles`(`id`) ON DELETE SET NULL ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `external_identities` ADD CONSTRAINT `external_identities_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;
