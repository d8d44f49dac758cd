-- CreateTable
CREATE TABLE `zones` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `is_restricted` BOOLEAN NOT NULL,
    UNIQUE INDEX `zones_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `zones_organization_id_site_id_name_key`(`organization_id`, `site_id`, `name`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `holidays` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `day` DATE NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    INDEX `holidays_organization_id_site_id_idx`(`organization_id`, `site_id`),
    PRIMARY KEY (`site_id`, `day`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `access_rules` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `name` VARCHAR(120) NOT NULL,
    `effect` ENUM('ADMIT', 'REFUSE') NOT NULL,
    `gate_ids` JSON NOT NULL,
    `zone_ids` JSON NOT NULL,
    `visitor_type_ids` JSON NOT NULL,
    `windows` JSON NOT NULL,
    `needs_escort` BOOLEAN NOT NULL,
    `position` INTEGER NOT NULL,
    `version` INTEGER NOT NULL DEFAULT 0,
    `created_at` DATETIME(3) NOT NULL,
    `deleted_at` DATETIME(3) NULL,
    UNIQUE INDEX `access_rules_organization_id_id_key`(`organization_id`, `id`),
    INDEX `access_rules_organization_id_site_id_idx`(`organization_id`, `site_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `access_states` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `version` INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (`organization_id`, `site_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Every site has its version.
INSERT INTO `access_states` (`organization_id`, `site_id`) SELECT `organization_id`, `id` FROM `sites`;

-- AlterTable
ALTER TABLE `gates`
    ADD COLUMN `zone_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- AlterTable
ALTER TABLE `checkin_logs`
    ADD COLUMN `rule_steps` JSON NULL;

-- CreateIndex
CREATE INDEX `gates_organization_id_zone_id_idx` ON `gates`(`organization_id`, `zone_id`);

-- AddForeignKey
ALTER TABLE `zones` ADD CONSTRAINT `zones_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `holidays` ADD CONSTRAINT `holidays_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `access_rules` ADD CONSTRAINT `access_rules_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `access_states` ADD CONSTRAINT `access_states_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `gates` ADD CONSTRAINT `gates_organization_id_zone_id_fkey` FOREIGN KEY (`organization_id`, `zone_id`) REFERENCES `zones`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
