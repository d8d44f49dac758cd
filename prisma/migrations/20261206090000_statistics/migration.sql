-- CreateTable
CREATE TABLE `statistic_counts` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `day` DATE NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `measure` ENUM('EXPECTED', 'CAME', 'NO_SHOW', 'ENTRY', 'PEOPLE', 'STAY', 'STAY_MINUTES', 'DENIAL', 'MOST_INSIDE') NOT NULL,
    `slot` VARCHAR(24) NOT NULL,
    `value` INTEGER UNSIGNED NOT NULL,
    INDEX `statistic_counts_organization_id_day_idx`(`organization_id`, `day`),
    INDEX `statistic_counts_organization_id_site_id_day_idx`(`organization_id`, `site_id`, `day`),
    INDEX `statistic_counts_organization_id_host_id_day_idx`(`organization_id`, `host_id`, `day`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stale_statistic_days` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `day` DATE NOT NULL,
    `marked_at` DATETIME(3) NOT NULL,
    INDEX `stale_statistic_days_marked_at_idx`(`marked_at`),
    PRIMARY KEY (`organization_id`, `site_id`, `day`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `statistic_cursors` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sequence` BIGINT NOT NULL,
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `statistic_counts` ADD CONSTRAINT `statistic_counts_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `statistic_counts` ADD CONSTRAINT `statistic_counts_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `stale_statistic_days` ADD CONSTRAINT `stale_statistic_days_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `statistic_cursors` ADD CONSTRAINT `statistic_cursors_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
