-- CreateTable
CREATE TABLE `guest_lists` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `owner_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sealed_title` VARBINARY(1024) NULL,
    `sealed_message` BLOB NULL,
    `sealed_reception_note` BLOB NULL,
    `starts_at` DATETIME(3) NOT NULL,
    `ends_at` DATETIME(3) NOT NULL,
    `pass_type` ENUM('SINGLE', 'MULTI', 'GROUP') NOT NULL,
    `tells_guests` BOOLEAN NOT NULL,
    `status` ENUM('COLLECTING', 'RUNNING', 'DONE', 'CANCELED', 'FAILED') NOT NULL,
    `row_count` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `bad_rows` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `duplicate_rows` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `done_rows` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `invited_rows` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `created_at` DATETIME(3) NOT NULL,
    `started_at` DATETIME(3) NULL,
    `ended_at` DATETIME(3) NULL,
    UNIQUE INDEX `guest_lists_organization_id_id_key`(`organization_id`, `id`),
    INDEX `guest_lists_organization_id_owner_id_id_idx`(`organization_id`, `owner_id`, `id`),
    INDEX `guest_lists_organization_id_site_id_idx`(`organization_id`, `site_id`),
    INDEX `guest_lists_organization_id_host_id_idx`(`organization_id`, `host_id`),
    INDEX `guest_lists_created_at_idx`(`created_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `guest_list_parts` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `guest_list_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `position` INTEGER UNSIGNED NOT NULL,
    `row_count` INTEGER UNSIGNED NOT NULL,
    `sealed_rows` MEDIUMBLOB NULL,
    `done_at` DATETIME(3) NULL,
    UNIQUE INDEX `guest_list_parts_organization_id_guest_list_id_position_key`(`organization_id`, `guest_list_id`, `position`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `guest_lists` ADD CONSTRAINT `guest_lists_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `guest_lists` ADD CONSTRAINT `guest_lists_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `guest_list_parts` ADD CONSTRAINT `guest_list_parts_organization_id_guest_list_id_fkey` FOREIGN KEY (`organization_id`, `guest_list_id`) REFERENCES `guest_lists`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
