-- AlterTable
ALTER TABLE `gates` ADD COLUMN `reads_cards` BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN `reads_plates` BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE `pass_cards` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `token` BINARY(16) NOT NULL,
    `sealed_number` VARBINARY(255) NOT NULL,
    `given_at` DATETIME(3) NOT NULL,

    INDEX `pass_cards_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    UNIQUE INDEX `pass_cards_organization_id_token_key`(`organization_id`, `token`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `pass_cards` ADD CONSTRAINT `pass_cards_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
