-- CreateTable
CREATE TABLE `guest_policies` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `companions` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    `privacy_contact` VARCHAR(200) NULL,
    `updated_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
ALTER TABLE `appointments` ADD COLUMN `companions` TINYINT UNSIGNED NULL;

-- AlterTable
ALTER TABLE `visit_passes` ADD COLUMN `brought_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- CreateIndex
CREATE INDEX `visit_passes_organization_id_brought_by_idx` ON `visit_passes`(`organization_id`, `brought_by`);

-- AddForeignKey
ALTER TABLE `guest_policies` ADD CONSTRAINT `guest_policies_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `visit_passes` ADD CONSTRAINT `visit_passes_organization_id_brought_by_fkey` FOREIGN KEY (`organization_id`, `brought_by`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
