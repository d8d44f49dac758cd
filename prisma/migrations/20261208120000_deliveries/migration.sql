-- CreateTable
CREATE TABLE `deliveries` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sealed_sender` VARBINARY(1024) NOT NULL,
    `sealed_note` BLOB NULL,
    `sealed_taken_by` VARBINARY(1024) NULL,
    `status` ENUM('WAITING', 'HANDED_OVER') NOT NULL,
    `registered_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `handed_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `registered_at` DATETIME(3) NOT NULL,
    `handed_at` DATETIME(3) NULL,
    `told` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    `remind_at` DATETIME(3) NULL,
    `reminders` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    UNIQUE INDEX `deliveries_organization_id_id_key`(`organization_id`, `id`),
    INDEX `deliveries_organization_id_site_id_id_idx`(`organization_id`, `site_id`, `id`),
    INDEX `deliveries_organization_id_host_id_id_idx`(`organization_id`, `host_id`, `id`),
    INDEX `deliveries_status_remind_at_idx`(`status`, `remind_at`),
    INDEX `deliveries_handed_at_idx`(`handed_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `deliveries` ADD CONSTRAINT `deliveries_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `deliveries` ADD CONSTRAINT `deliveries_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
