-- AlterTable
ALTER TABLE `hosts` ADD COLUMN `sealed_phone` VARBINARY(512) NULL, ADD COLUMN `presence_schedule` JSON NULL;

-- CreateTable
CREATE TABLE `host_absences` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `deputy_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `kind` ENUM('VACATION', 'SICK_LEAVE', 'BUSINESS_TRIP', 'REMOTE', 'OTHER') NOT NULL,
    `sealed_note` VARBINARY(1024) NULL,
    `starts_at` DATETIME(3) NOT NULL,
    `ends_at` DATETIME(3) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `host_absences_organization_id_id_key`(`organization_id`, `id`),
    INDEX `host_absences_organization_id_host_id_ends_at_idx`(`organization_id`, `host_id`, `ends_at`),
    INDEX `host_absences_organization_id_deputy_id_ends_at_idx`(`organization_id`, `deputy_id`, `ends_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `host_absences` ADD CONSTRAINT `host_absences_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `host_absences` ADD CONSTRAINT `host_absences_organization_id_deputy_id_fkey` FOREIGN KEY (`organization_id`, `deputy_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
