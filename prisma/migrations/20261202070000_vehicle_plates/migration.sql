-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `sealed_plate` VARBINARY(128) NULL,
    ADD COLUMN `plate_index` BINARY(16) NULL;

-- CreateIndex
CREATE INDEX `visit_passes_organization_id_plate_index_idx` ON `visit_passes`(`organization_id`, `plate_index`);
