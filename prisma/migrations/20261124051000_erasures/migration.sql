-- CreateTable
CREATE TABLE `erasures` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `actor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `reason` VARCHAR(500) NOT NULL,
    `erased_at` DATETIME(3) NOT NULL,
    `recorded_at` DATETIME(3) NULL,
    INDEX `erasures_organization_id_id_idx`(`organization_id`, `id`),
    INDEX `erasures_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `erasures` ADD CONSTRAINT `erasures_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
