-- CreateTable
CREATE TABLE `outside_calendars` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `room_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `kind` ENUM('ICS', 'CALDAV') NOT NULL,
    `sealed_address` BLOB NOT NULL,
    `server` VARCHAR(253) NOT NULL,
    `blocks` BOOLEAN NOT NULL,
    `etag` VARCHAR(255) NULL,
    `last_modified` VARCHAR(64) NULL,
    `created_at` DATETIME(3) NOT NULL,
    `read_at` DATETIME(3) NULL,
    `succeeded_at` DATETIME(3) NULL,
    `next_try_at` DATETIME(3) NOT NULL,
    `failures` SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    `problem` ENUM('UNREACHABLE', 'REFUSED', 'NOT_FOUND', 'SERVER', 'ADDRESS', 'NOT_A_CALENDAR', 'TOO_LARGE', 'TOO_MANY', 'TOO_SLOW') NULL,
    `disabled_at` DATETIME(3) NULL,
    `event_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    UNIQUE INDEX `outside_calendars_organization_id_id_key`(`organization_id`, `id`),
    INDEX `outside_calendars_organization_id_host_id_idx`(`organization_id`, `host_id`),
    INDEX `outside_calendars_organization_id_room_id_idx`(`organization_id`, `room_id`),
    INDEX `outside_calendars_disabled_at_next_try_at_idx`(`disabled_at`, `next_try_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `outside_busy_times` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `outside_calendar_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `starts_at` DATETIME(3) NOT NULL,
    `ends_at` DATETIME(3) NOT NULL,
    INDEX `outside_busy_times_organization_id_outside_calendar_id_idx`(`organization_id`, `outside_calendar_id`),
    PRIMARY KEY (`outside_calendar_id`, `starts_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `outside_calendars` ADD CONSTRAINT `outside_calendars_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `outside_calendars` ADD CONSTRAINT `outside_calendars_organization_id_room_id_fkey` FOREIGN KEY (`organization_id`, `room_id`) REFERENCES `rooms`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `outside_busy_times` ADD CONSTRAINT `outside_busy_times_organization_id_outside_calendar_id_fkey` FOREIGN KEY (`organization_id`, `outside_calendar_id`) REFERENCES `outside_calendars`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
