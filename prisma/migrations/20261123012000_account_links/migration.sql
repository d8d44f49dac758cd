-- AlterTable
ALTER TABLE `memberships` ADD COLUMN `accepted_at` DATETIME(3) NULL;

-- Whoever belonged to an organization before there were invitations has accepted
UPDATE `memberships` SET `accepted_at` = `created_at`;

-- CreateTable
CREATE TABLE `account_links` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `purpose` ENUM('INVITATION', 'PASSWORD_RESET') NOT NULL,
    `token_hash` BINARY(32) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `sent_at` DATETIME(3) NULL,
    `used_at` DATETIME(3) NULL,
    UNIQUE INDEX `account_links_token_hash_key`(`token_hash`),
    INDEX `account_links_organization_id_user_id_idx`(`organization_id`, `user_id`),
    INDEX `account_links_user_id_idx`(`user_id`),
    INDEX `account_links_expires_at_idx`(`expires_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `account_links` ADD CONSTRAINT `account_links_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;
