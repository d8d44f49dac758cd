-- CreateTable
CREATE TABLE `service_clients` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `api_application_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `secret_hash` BINARY(32) NOT NULL,
    `scopes` JSON NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `revoked_at` DATETIME(3) NULL,
    `last_used_at` DATETIME(3) NULL,
    UNIQUE INDEX `service_clients_organization_id_id_key`(`organization_id`, `id`),
    INDEX `service_clients_organization_id_api_application_id_idx`(`organization_id`, `api_application_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `token_signing_keys` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `public_key` VARBINARY(1023) NOT NULL,
    `sealed_private_key` VARBINARY(4095) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `service_clients` ADD CONSTRAINT `service_clients_organization_id_api_application_id_fkey` FOREIGN KEY (`organization_id`, `api_application_id`) REFERENCES `api_applications`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
