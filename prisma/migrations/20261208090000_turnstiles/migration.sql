-- CreateTable
CREATE TABLE `access_controllers` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `driver` ENUM('HTTP', 'MQTT') NOT NULL,
    `sealed_access` BLOB NOT NULL,
    `server` VARCHAR(253) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `secret_at` DATETIME(3) NOT NULL,
    `revoked_at` DATETIME(3) NULL,
    `last_seen_at` DATETIME(3) NULL,
    `forged_at` DATETIME(3) NULL,
    `clock_offset_ms` INTEGER NOT NULL DEFAULT 0,
    `synced_at` DATETIME(3) NULL,
    `listed_at` DATETIME(3) NULL,
    `strangers` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `problem` ENUM('UNREACHABLE', 'TOO_SLOW', 'ADDRESS', 'REFUSED', 'FORGED', 'SERVER', 'NOT_UNDERSTOOD') NULL,
    `failures` SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    `next_sync_at` DATETIME(3) NOT NULL,
    `sync_asks` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `sync_holder` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `sync_held_until` DATETIME(3) NULL,
    `event_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    UNIQUE INDEX `access_controllers_organization_id_id_key`(`organization_id`, `id`),
    INDEX `access_controllers_organization_id_site_id_idx`(`organization_id`, `site_id`),
    INDEX `access_controllers_next_sync_at_idx`(`next_sync_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `controller_readers` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `access_controller_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `key` VARCHAR(40) NOT NULL,
    `gate_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `direction` ENUM('ENTRY', 'EXIT') NOT NULL,
    INDEX `controller_readers_organization_id_access_controller_id_idx`(`organization_id`, `access_controller_id`),
    INDEX `controller_readers_organization_id_gate_id_idx`(`organization_id`, `gate_id`),
    PRIMARY KEY (`access_controller_id`, `key`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `controller_credentials` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `access_controller_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `wanted` CHAR(32) NULL,
    `held` CHAR(32) NULL,
    `is_due` BOOLEAN NOT NULL,
    `code_hash` BINARY(32) NOT NULL,
    `attempts` SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    `problem` ENUM('FULL', 'INVALID', 'OTHER') NULL,
    `changed_at` DATETIME(3) NOT NULL,
    INDEX `controller_credentials_organization_id_access_controller_id_idx`(`organization_id`, `access_controller_id`),
    INDEX `controller_credentials_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    PRIMARY KEY (`access_controller_id`, `visit_pass_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `controller_events` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `access_controller_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `key` VARCHAR(64) NOT NULL,
    `kind` ENUM('PRESENTED', 'TURNED', 'NOT_TURNED', 'TIMED_OUT', 'DENIED') NOT NULL,
    `reader` VARCHAR(40) NOT NULL,
    `nonce` VARCHAR(64) NOT NULL,
    `gate_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `direction` ENUM('ENTRY', 'EXIT') NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `code_issue` TINYINT UNSIGNED NULL,
    `code_hash` BINARY(32) NULL,
    `reason` ENUM('UNKNOWN_CODE', 'STALE_CODE', 'REVOKED', 'BLOCKED', 'PENDING_APPROVAL', 'APPOINTMENT_CANCELED', 'NOT_YET_VALID', 'EXPIRED', 'OUTSIDE_WINDOW', 'WRONG_GATE', 'ALREADY_USED', 'CHECKOUT_REQUIRED', 'CAPACITY_REACHED', 'ESCORT_REQUIRED', 'RULE', 'AMBIGUOUS', 'INTERNAL') NULL,
    `happened_at` DATETIME(3) NOT NULL,
    `clock_offset_ms` INTEGER NOT NULL DEFAULT 0,
    `received_at` DATETIME(3) NOT NULL,
    `outcome` ENUM('WAITING', 'OPENED', 'KEPT_SHUT', 'CONFIRMED', 'RECORDED', 'CONFLICT', 'ANNULLED', 'CONTRADICTED', 'UNKNOWN_READER', 'AFTER_REVOCATION') NOT NULL,
    `repeats` SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    UNIQUE INDEX `controller_events_access_controller_id_key_key`(`access_controller_id`, `key`),
    INDEX `controller_events_organization_id_access_controller_id_idx`(`organization_id`, `access_controller_id`),
    INDEX `controller_events_organization_id_gate_id_idx`(`organization_id`, `gate_id`),
    INDEX `controller_events_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `controller_events_access_controller_id_nonce_idx`(`access_controller_id`, `nonce`),
    INDEX `controller_events_access_controller_id_received_at_idx`(`access_controller_id`, `received_at`),
    INDEX `controller_events_outcome_received_at_idx`(`outcome`, `received_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `access_controllers` ADD CONSTRAINT `access_controllers_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `controller_readers` ADD CONSTRAINT `controller_readers_organization_id_access_controller_id_fkey` FOREIGN KEY (`organization_id`, `access_controller_id`) REFERENCES `access_controllers`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `controller_readers` ADD CONSTRAINT `controller_readers_organization_id_gate_id_fkey` FOREIGN KEY (`organization_id`, `gate_id`) REFERENCES `gates`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `controller_credentials` ADD CONSTRAINT `controller_credentials_organization_id_access_controller_id_fkey` FOREIGN KEY (`organization_id`, `access_controller_id`) REFERENCES `access_controllers`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `controller_credentials` ADD CONSTRAINT `controller_credentials_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `controller_events` ADD CONSTRAINT `controller_events_organization_id_access_controller_id_fkey` FOREIGN KEY (`organization_id`, `access_controller_id`) REFERENCES `access_controllers`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `controller_events` ADD CONSTRAINT `controller_events_organization_id_gate_id_fkey` FOREIGN KEY (`organization_id`, `gate_id`) REFERENCES `gates`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `controller_events` ADD CONSTRAINT `controller_events_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
