-- CreateTable
CREATE TABLE `erasure_wishes` (
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `asked_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `erasure_wishes_organization_id_visitor_id_key`(`organization_id`, `visitor_id`),
    PRIMARY KEY (`visitor_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `erasure_wishes` ADD CONSTRAINT `erasure_wishes_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
