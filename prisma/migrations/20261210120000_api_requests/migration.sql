-- CreateTable
CREATE TABLE `api_requests` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `api_application_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `caller` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('QUERY', 'MUTATION', 'SUBSCRIPTION', 'UNKNOWN') NOT NULL,
    `operation_name` VARCHAR(64) NULL,
    `failed` BOOLEAN NOT NULL,
    `code` VARCHAR(64) NULL,
    `requested_cost` INTEGER UNSIGNED NOT NULL,
    `actual_cost` INTEGER UNSIGNED NOT NULL,
    `milliseconds` INTEGER UNSIGNED NOT NULL,
    `occurred_at` DATETIME(3) NOT NULL,
    INDEX `api_requests_organization_id_api_application_id_id_idx`(`organization_id`, `api_application_id`, `id`),
    INDEX `api_requests_organization_id_api_application_id_failed_id_idx`(`organization_id`, `api_application_id`, `failed`, `id`),
    INDEX `api_requests_occurred_at_idx`(`occurred_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `api_usage_hours` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `api_application_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `caller` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `hour` DATETIME(3) NOT NULL,
    `requests` INTEGER UNSIGNED NOT NULL,
    `failed` INTEGER UNSIGNED NOT NULL,
    `throttled` INTEGER UNSIGNED NOT NULL,
    `cost` BIGINT NOT NULL,
    INDEX `api_usage_hours_hour_idx`(`hour`),
    PRIMARY KEY (`organization_id`, `api_application_id`, `hour`, `caller`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `api_requests` ADD CONSTRAINT `api_requests_organization_id_api_application_id_fkey` FOREIGN KEY (`organization_id`, `api_application_id`) REFERENCES `api_applications`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `api_usage_hours` ADD CONSTRAINT `api_usage_hours_organization_id_api_application_id_fkey` FOREIGN KEY (`organization_id`, `api_application_id`) REFERENCES `api_applications`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
