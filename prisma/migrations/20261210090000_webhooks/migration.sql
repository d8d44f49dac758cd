CREATE TABLE `webhook_endpoints` (
  `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `api_application_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed_url` BLOB NOT NULL,
  `description` VARCHAR(200) NULL,
  `event_types` JSON NOT NULL,
  `selection` TEXT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `disabled_at` DATETIME(3) NULL,
  `disabled_for` ENUM('BY_HAND', 'GONE', 'FAILING') NULL,
  `deleted_at` DATETIME(3) NULL,
  `succeeded_at` DATETIME(3) NULL,
  `failing_since` DATETIME(3) NULL,
  `warned_at` DATETIME(3) NULL,
  `worker` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `worker_until` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `webhook_endpoints_organization_id_id_key` (`organization_id`, `id`),
  INDEX `webhook_endpoints_organization_id_api_application_id_idx` (`organization_id`, `api_application_id`),
  INDEX `webhook_endpoints_failing_since_idx` (`failing_since`),
  INDEX `webhook_endpoints_deleted_at_idx` (`deleted_at`),
  CONSTRAINT `webhook_endpoints_organization_id_api_application_id_fkey` FOREIGN KEY (`organization_id`, `api_application_id`)
    REFERENCES `api_applications` (`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `webhook_secrets` (
  `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `webhook_endpoint_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `sealed_secret` VARBINARY(255) NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `expires_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `webhook_secrets_organization_id_id_key` (`organization_id`, `id`),
  INDEX `webhook_secrets_organization_id_webhook_endpoint_id_idx` (`organization_id`, `webhook_endpoint_id`),
  INDEX `webhook_secrets_expires_at_idx` (`expires_at`),
  CONSTRAINT `webhook_secrets_organization_id_webhook_endpoint_id_fkey` FOREIGN KEY (`organization_id`, `webhook_endpoint_id`)
    REFERENCES `webhook_endpoints` (`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `webhook_deliveries` (
  `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `webhook_endpoint_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `message` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `type` VARCHAR(60) NOT NULL,
  `is_example` BOOLEAN NOT NULL,
  `body` TEXT NOT NULL,
  `sealed_selection` BLOB NULL,
  `frozen_at` DATETIME(3) NULL,
  `status` ENUM('PENDING', 'DELIVERED', 'FAILED') NOT NULL,
  `problem` ENUM('STATUS', 'REDIRECT', 'GONE', 'TIMEOUT', 'CONNECTION', 'ADDRESS') NULL,
  `attempts` INT NOT NULL DEFAULT 0,
  `tries` INT NOT NULL DEFAULT 0,
  `next_attempt_at` DATETIME(3) NOT NULL,
  `occurred_at` DATETIME(3) NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `delivered_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `webhook_deliveries_organization_id_id_key` (`organization_id`, `id`),
  UNIQUE INDEX `webhook_deliveries_webhook_endpoint_id_message_key` (`webhook_endpoint_id`, `message`),
  INDEX `webhook_deliveries_due_idx` (`status`, `webhook_endpoint_id`, `next_attempt_at`),
  INDEX `webhook_deliveries_organization_id_webhook_endpoint_id_id_idx` (`organization_id`, `webhook_endpoint_id`, `id`),
  INDEX `webhook_deliveries_organization_id_frozen_at_idx` (`organization_id`, `frozen_at`),
  INDEX `webhook_deliveries_created_at_idx` (`created_at`),
  CONSTRAINT `webhook_deliveries_organization_id_webhook_endpoint_id_fkey` FOREIGN KEY (`organization_id`, `webhook_endpoint_id`)
    REFERENCES `webhook_endpoints` (`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `webhook_attempts` (
  `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `webhook_delivery_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `number` INT NOT NULL,
  `started_at` DATETIME(3) NOT NULL,
  `duration` INT NOT NULL,
  `status_code` SMALLINT UNSIGNED NULL,
  `problem` ENUM('STATUS', 'REDIRECT', 'GONE', 'TIMEOUT', 'CONNECTION', 'ADDRESS') NULL,
  `sealed_response` BLOB NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `webhook_attempts_organization_id_webhook_delivery_id_number_key` (`organization_id`, `webhook_delivery_id`, `number`),
  CONSTRAINT `webhook_attempts_organization_id_webhook_delivery_id_fkey` FOREIGN KEY (`organization_id`, `webhook_delivery_id`)
    REFERENCES `webhook_deliveries` (`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `webhook_days` (
  `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `webhook_endpoint_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `day` DATE NOT NULL,
  `delivered` INT NOT NULL,
  `failed` INT NOT NULL,
  `duration` BIGINT NOT NULL,
  `slowest` INT NOT NULL,
  PRIMARY KEY (`organization_id`, `webhook_endpoint_id`, `day`),
  CONSTRAINT `webhook_days_organization_id_webhook_endpoint_id_fkey` FOREIGN KEY (`organization_id`, `webhook_endpoint_id`)
    REFERENCES `webhook_endpoints` (`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `webhook_notices` (
  `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `webhook_endpoint_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `matter` ENUM('WARNED', 'DISABLED') NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `sent_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `webhook_notices_organization_id_id_key` (`organization_id`, `id`),
  INDEX `webhook_notices_organization_id_webhook_endpoint_id_idx` (`organization_id`, `webhook_endpoint_id`),
  INDEX `webhook_notices_organization_id_user_id_idx` (`organization_id`, `user_id`),
  INDEX `webhook_notices_created_at_idx` (`created_at`),
  CONSTRAINT `webhook_notices_organization_id_webhook_endpoint_id_fkey` FOREIGN KEY (`organization_id`, `webhook_endpoint_id`)
    REFERENCES `webhook_endpoints` (`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT `webhook_notices_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`)
    REFERENCES `memberships` (`organization_id`, `user_id`) ON DELETE CASCADE ON UPDATE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `webhook_cursor` (
  `id` TINYINT UNSIGNED NOT NULL,
  `sequence` BIGINT NOT NULL,
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- What happened before there were endpoints is told to none.
INSERT INTO `webhook_cursor` (`id`, `sequence`) SELECT 1, `value` FROM `outbox_sequence` WHERE `id` = 1;
