-- CreateTable
CREATE TABLE `appointment_co_hosts` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `appointment_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `appointment_co_hosts_organization_id_appointment_id_idx`(`organization_id`, `appointment_id`),
    INDEX `appointment_co_hosts_organization_id_host_id_appointment_id_idx`(`organization_id`, `host_id`, `appointment_id`),
    PRIMARY KEY (`appointment_id`, `host_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `series_co_hosts` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `series_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `series_co_hosts_organization_id_series_id_idx`(`organization_id`, `series_id`),
    INDEX `series_co_hosts_organization_id_host_id_idx`(`organization_id`, `host_id`),
    PRIMARY KEY (`series_id`, `host_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `appointment_co_hosts` ADD CONSTRAINT `appointment_co_hosts_organization_id_appointment_id_fkey` FOREIGN KEY (`organization_id`, `appointment_id`) REFERENCES `appointments`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `appointment_co_hosts` ADD CONSTRAINT `appointment_co_hosts_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `series_co_hosts` ADD CONSTRAINT `series_co_hosts_organization_id_series_id_fkey` FOREIGN KEY (`organization_id`, `series_id`) REFERENCES `appointment_series`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `series_co_hosts` ADD CONSTRAINT `series_co_hosts_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
