-- CreateTable
CREATE TABLE `host_delegations` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `delegate_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `starts_at` DATETIME(3) NULL,
    `ends_at` DATETIME(3) NULL,
    `is_told` BOOLEAN NOT NULL DEFAULT false,
    `created_at` DATETIME(3) NOT NULL,
    `ended_at` DATETIME(3) NULL,
    UNIQUE INDEX `host_delegations_organization_id_id_key`(`organization_id`, `id`),
    INDEX `host_delegations_organization_id_host_id_ended_at_idx`(`organization_id`, `host_id`, `ended_at`),
    INDEX `host_delegations_organization_id_delegate_id_ended_at_idx`(`organization_id`, `delegate_id`, `ended_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `host_delegations` ADD CONSTRAINT `host_delegations_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `host_delegations` ADD CONSTRAINT `host_delegations_organization_id_delegate_id_fkey` FOREIGN KEY (`organization_id`, `delegate_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
