-- CreateTable
CREATE TABLE `walk_ins` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `appointment_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `document_seen` BOOLEAN NOT NULL,
    `registered_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `walk_ins_organization_id_appointment_id_key`(`organization_id`, `appointment_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `walk_in_pages` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `is_open` BOOLEAN NOT NULL,
    `version` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    `updated_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`organization_id`, `site_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
-- Whoever stands at the reception is asked about without a chain: their host first, and then whom a chain names.
ALTER TABLE `approval_requests` MODIFY `approval_chain_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `is_walk_in` BOOLEAN NOT NULL DEFAULT false;

-- AddForeignKey
ALTER TABLE `walk_ins` ADD CONSTRAINT `walk_ins_organization_id_appointment_id_fkey` FOREIGN KEY (`organization_id`, `appointment_id`) REFERENCES `appointments`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `walk_in_pages` ADD CONSTRAINT `walk_in_pages_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
