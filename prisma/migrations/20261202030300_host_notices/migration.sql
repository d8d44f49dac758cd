-- AlterTable
ALTER TABLE `hosts` ADD COLUMN `notice_choices` JSON NULL;

-- CreateTable
CREATE TABLE `host_notices` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `event_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `appointment_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('GUEST_REPLIED', 'GUEST_LATE', 'GUEST_HERE', 'CHECKED_IN', 'VISIT_CHANGED') NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `sent_at` DATETIME(3) NULL,
    UNIQUE INDEX `host_notices_event_id_host_id_key`(`event_id`, `host_id`),
    INDEX `host_notices_organization_id_host_id_idx`(`organization_id`, `host_id`),
    INDEX `host_notices_organization_id_appointment_id_idx`(`organization_id`, `appointment_id`),
    INDEX `host_notices_created_at_idx`(`created_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `host_notices` ADD CONSTRAINT `host_notices_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `host_notices` ADD CONSTRAINT `host_notices_organization_id_appointment_id_fkey` FOREIGN KEY (`organization_id`, `appointment_id`) REFERENCES `appointments`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
