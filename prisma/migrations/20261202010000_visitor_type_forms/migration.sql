-- AlterTable
ALTER TABLE `visitor_types`
    ADD COLUMN `form` JSON NULL AFTER `name`,
    ADD COLUMN `version` INTEGER UNSIGNED NOT NULL DEFAULT 0 AFTER `form`,
    ADD COLUMN `position` SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER `version`;

-- CreateTable
CREATE TABLE `visitor_type_versions` (
    `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `number` INTEGER UNSIGNED NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `form` JSON NOT NULL,
    `created_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `visitor_type_versions_organization_id_visitor_type_id_number_key`(`organization_id`, `visitor_type_id`, `number`),
    PRIMARY KEY (`visitor_type_id`, `number`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `pass_answers` (
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `answered_by` ENUM('GUEST', 'HOST') NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `version` INTEGER UNSIGNED NOT NULL,
    `sealed_answers` MEDIUMBLOB NOT NULL,
    `answered_at` DATETIME(3) NOT NULL,
    INDEX `pass_answers_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `pass_answers_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    INDEX `pass_answers_organization_id_visitor_type_id_version_idx`(`organization_id`, `visitor_type_id`, `version`),
    PRIMARY KEY (`visit_pass_id`, `answered_by`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `outstanding` SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER `visitor_type_id`,
    ADD COLUMN `seen_to_at_gate` SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER `outstanding`;

-- AlterTable
ALTER TABLE `guest_lists` ADD COLUMN `sealed_answers` BLOB NULL AFTER `visitor_type_id`;

-- AlterTable
ALTER TABLE `checkin_logs` ADD COLUMN `seen_to` SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER `forced_reason`;

-- AddForeignKey
ALTER TABLE `visitor_type_versions` ADD CONSTRAINT `visitor_type_versions_organization_id_visitor_type_id_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`) REFERENCES `visitor_types`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `pass_answers` ADD CONSTRAINT `pass_answers_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `pass_answers` ADD CONSTRAINT `pass_answers_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `pass_answers` ADD CONSTRAINT `pass_answers_organization_id_visitor_type_id_version_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`, `version`) REFERENCES `visitor_type_versions`(`organization_id`, `visitor_type_id`, `number`) ON DELETE RESTRICT ON UPDATE RESTRICT;
