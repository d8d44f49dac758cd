-- CreateTable
CREATE TABLE `retention_policies` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `contact_days` SMALLINT UNSIGNED NULL,
    `visitor_days` SMALLINT UNSIGNED NULL,
    `updated_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `retention_policies` ADD CONSTRAINT `retention_policies_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
