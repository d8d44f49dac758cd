-- CreateTable
CREATE TABLE `visitor_types` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `is_default` BOOLEAN NOT NULL DEFAULT false,
    `archived_at` DATETIME(3) NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `visitor_types_organization_id_id_key`(`organization_id`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `pass_holds` (
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('APPROVAL', 'WATCHLIST') NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `tells_guest` BOOLEAN NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `released_at` DATETIME(3) NULL,
    INDEX `pass_holds_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    PRIMARY KEY (`visit_pass_id`, `kind`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX `visit_passes_organization_id_visitor_type_id_idx`(`organization_id`, `visitor_type_id`);

-- AlterTable
ALTER TABLE `series_guests`
    ADD COLUMN `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX `series_guests_organization_id_visitor_type_id_idx`(`organization_id`, `visitor_type_id`);

-- AlterTable
ALTER TABLE `guest_lists`
    ADD COLUMN `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX `guest_lists_organization_id_visitor_type_id_idx`(`organization_id`, `visitor_type_id`);

-- AddForeignKey
ALTER TABLE `visitor_types` ADD CONSTRAINT `visitor_types_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `pass_holds` ADD CONSTRAINT `pass_holds_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `visit_passes` ADD CONSTRAINT `visit_passes_organization_id_visitor_type_id_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`) REFERENCES `visitor_types`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `series_guests` ADD CONSTRAINT `series_guests_organization_id_visitor_type_id_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`) REFERENCES `visitor_types`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `guest_lists` ADD CONSTRAINT `guest_lists_organization_id_visitor_type_id_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`) REFERENCES `visitor_types`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
