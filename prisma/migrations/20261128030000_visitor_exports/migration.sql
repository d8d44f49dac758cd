-- AlterTable
ALTER TABLE `retention_policies` ADD COLUMN `export_rows` SMALLINT UNSIGNED NOT NULL DEFAULT 100,
    ADD COLUMN `export_rows_before` SMALLINT UNSIGNED NULL,
    ADD COLUMN `export_rows_changed_at` DATETIME(3) NULL;

-- CreateTable
CREATE TABLE `visitor_exports` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `requester_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reason` VARCHAR(500) NOT NULL,
    `registered_from` DATETIME(3) NULL,
    `registered_before` DATETIME(3) NOT NULL,
    `row_count` INTEGER UNSIGNED NOT NULL,
    `needs_second_person` BOOLEAN NOT NULL,
    `status` ENUM('REQUESTED', 'APPROVED', 'DECLINED', 'READY', 'DELETED', 'EXPIRED', 'WITHDRAWN') NOT NULL,
    `requested_at` DATETIME(3) NOT NULL,
    `decided_by_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `decided_at` DATETIME(3) NULL,
    `made_parts` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `made_rows` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `made_up_to` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `ready_at` DATETIME(3) NULL,
    `ended_at` DATETIME(3) NULL,
    UNIQUE INDEX `visitor_exports_organization_id_id_key`(`organization_id`, `id`),
    INDEX `visitor_exports_organization_id_status_idx`(`organization_id`, `status`),
    INDEX `visitor_exports_organization_id_requester_id_requested_at_idx`(`organization_id`, `requester_id`, `requested_at`),
    INDEX `visitor_exports_status_ready_at_idx`(`status`, `ready_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `visitor_export_parts` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_export_request_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `position` INTEGER UNSIGNED NOT NULL,
    `sealed_rows` MEDIUMBLOB NOT NULL,
    UNIQUE INDEX `visitor_export_parts_organization_id_visitor_export_request__key`(`organization_id`, `visitor_export_request_id`, `position`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `visitor_export_notices` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_export_request_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `about` ENUM('WAITS', 'READY', 'DECLINED') NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `sent_at` DATETIME(3) NULL,
    UNIQUE INDEX `visitor_export_notices_organization_id_visitor_export_reques_key`(`organization_id`, `visitor_export_request_id`, `user_id`, `about`),
    INDEX `visitor_export_notices_organization_id_user_id_idx`(`organization_id`, `user_id`),
    INDEX `visitor_export_notices_created_at_idx`(`created_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `visitor_export_parts` ADD CONSTRAINT `visitor_export_parts_organization_id_visitor_export_request_fkey` FOREIGN KEY (`organization_id`, `visitor_export_request_id`) REFERENCES `visitor_exports`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visitor_export_notices` ADD CONSTRAINT `visitor_export_notices_organization_id_visitor_export_reque_fkey` FOREIGN KEY (`organization_id`, `visitor_export_request_id`) REFERENCES `visitor_exports`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visitor_export_notices` ADD CONSTRAINT `visitor_export_notices_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE CASCADE ON UPDATE RESTRICT;
