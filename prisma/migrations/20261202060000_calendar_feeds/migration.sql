-- CreateTable
CREATE TABLE `calendar_feeds` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `content` ENUM('EVERYTHING', 'BUSY', 'FREE_BUSY') NOT NULL,
    `secret_hash` BINARY(32) NOT NULL,
    `hint` VARCHAR(20) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `revoked_at` DATETIME(3) NULL,
    `last_used_at` DATETIME(3) NULL,
    UNIQUE INDEX `calendar_feeds_secret_hash_key`(`secret_hash`),
    INDEX `calendar_feeds_organization_id_host_id_idx`(`organization_id`, `host_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `calendar_feeds` ADD CONSTRAINT `calendar_feeds_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
