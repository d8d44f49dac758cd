-- AlterTable
ALTER TABLE `sessions` ADD COLUMN `entered_organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `entered_until` DATETIME(3) NULL;

-- CreateIndex
CREATE INDEX `sessions_entered_organization_id_idx` ON `sessions`(`entered_organization_id`);

-- AddForeignKey
ALTER TABLE `sessions` ADD CONSTRAINT `sessions_entered_organization_id_fkey` FOREIGN KEY (`entered_organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
