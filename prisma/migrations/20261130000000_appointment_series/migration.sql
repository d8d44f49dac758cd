-- CreateTable
CREATE TABLE `appointment_series` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `room_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `sealed_title` VARBINARY(1024) NULL,
    `sealed_message` BLOB NULL,
    `sealed_reception_note` BLOB NULL,
    `rule` VARCHAR(400) NOT NULL,
    `time_zone` VARCHAR(64) NOT NULL,
    `start` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `minutes` SMALLINT UNSIGNED NOT NULL,
    `horizon` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 0,
    `created_at` DATETIME(3) NOT NULL,
    `ended_at` DATETIME(3) NULL,
    UNIQUE INDEX `appointment_series_organization_id_id_key`(`organization_id`, `id`),
    INDEX `appointment_series_organization_id_site_id_idx`(`organization_id`, `site_id`),
    INDEX `appointment_series_organization_id_host_id_idx`(`organization_id`, `host_id`),
    INDEX `appointment_series_organization_id_room_id_idx`(`organization_id`, `room_id`),
    INDEX `appointment_series_ended_at_horizon_idx`(`ended_at`, `horizon`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `series_guests` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `series_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `pass_type` ENUM('SINGLE', 'MULTI', 'GROUP') NOT NULL,
    INDEX `series_guests_organization_id_series_id_idx`(`organization_id`, `series_id`),
    INDEX `series_guests_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    PRIMARY KEY (`series_id`, `visitor_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `appointment_series` ADD CONSTRAINT `appointment_series_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `appointment_series` ADD CONSTRAINT `appointment_series_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `appointment_series` ADD CONSTRAINT `appointment_series_organization_id_room_id_fkey` FOREIGN KEY (`organization_id`, `room_id`) REFERENCES `rooms`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `series_guests` ADD CONSTRAINT `series_guests_organization_id_series_id_fkey` FOREIGN KEY (`organization_id`, `series_id`) REFERENCES `appointment_series`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `series_guests` ADD CONSTRAINT `series_guests_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AlterTable
ALTER TABLE `appointments`
    ADD COLUMN `sealed_reception_note` BLOB NULL,
    ADD COLUMN `version` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `series_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `occurrence` CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `deviations` JSON NULL,
    ADD UNIQUE INDEX `appointments_organization_id_series_id_occurrence_key`(`organization_id`, `series_id`, `occurrence`),
    ADD INDEX `appointments_organization_id_room_id_starts_at_idx`(`organization_id`, `room_id`, `starts_at`);

-- AlterTable
ALTER TABLE `appointments` DROP INDEX `appointments_organization_id_room_id_idx`;

-- AddForeignKey
ALTER TABLE `appointments` ADD CONSTRAINT `appointments_organization_id_series_id_fkey` FOREIGN KEY (`organization_id`, `series_id`) REFERENCES `appointment_series`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
