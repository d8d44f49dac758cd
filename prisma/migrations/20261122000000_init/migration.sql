-- CreateTable
CREATE TABLE `organizations` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `code` VARCHAR(40) NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `time_zone` VARCHAR(64) NOT NULL,
    `locale` ENUM('RU', 'EN') NOT NULL,
    `is_sandbox` BOOLEAN NOT NULL DEFAULT false,
    `created_at` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    UNIQUE INDEX `organizations_code_key`(`code`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `organization_brands` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `primary_color` CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `logo` MEDIUMBLOB NULL,
    `logo_type` VARCHAR(40) NULL,
    `updated_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `sites` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `time_zone` VARCHAR(64) NOT NULL,
    `address` VARCHAR(500) NULL,
    `directions` TEXT NULL,
    `what_to_bring` TEXT NULL,
    `identity_check` BOOLEAN NOT NULL DEFAULT false,
    UNIQUE INDEX `sites_organization_id_id_key`(`organization_id`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `gates` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    UNIQUE INDEX `gates_organization_id_id_key`(`organization_id`, `id`),
    INDEX `gates_organization_id_site_id_idx`(`organization_id`, `site_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `rooms` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `capacity` INTEGER NOT NULL,
    UNIQUE INDEX `rooms_organization_id_id_key`(`organization_id`, `id`),
    INDEX `rooms_organization_id_site_id_idx`(`organization_id`, `site_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `users` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `email` VARCHAR(254) NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `password_hash` VARCHAR(255) NULL,
    `locale` ENUM('RU', 'EN') NOT NULL,
    `status` ENUM('ACTIVE', 'SUSPENDED') NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `users_email_key`(`email`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `sessions` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `token_hash` BINARY(32) NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `created_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NOT NULL,
    `revoked_at` DATETIME(3) NULL,
    UNIQUE INDEX `sessions_token_hash_key`(`token_hash`),
    INDEX `sessions_user_id_idx`(`user_id`),
    INDEX `sessions_expires_at_idx`(`expires_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `roles` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `key` VARCHAR(60) NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    UNIQUE INDEX `roles_organization_id_key_key`(`organization_id`, `key`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `role_permissions` (
    `role_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `permission` VARCHAR(80) NOT NULL,
    PRIMARY KEY (`role_id`, `permission`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `user_roles` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `role_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    UNIQUE INDEX `user_roles_user_id_role_id_organization_id_key`(`user_id`, `role_id`, `organization_id`),
    INDEX `user_roles_role_id_idx`(`role_id`),
    INDEX `user_roles_organization_id_idx`(`organization_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `audit_logs` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `actor_type` VARCHAR(20) NOT NULL,
    `actor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `action` VARCHAR(80) NOT NULL,
    `entity_type` VARCHAR(60) NOT NULL,
    `entity_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `details` JSON NOT NULL,
    `ip` VARCHAR(45) NULL,
    `user_agent` VARCHAR(255) NULL,
    `trace_id` CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    INDEX `audit_logs_organization_id_created_at_id_idx`(`organization_id`, `created_at`, `id`),
    INDEX `audit_logs_organization_id_entity_id_idx`(`organization_id`, `entity_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `hosts` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `position` VARCHAR(200) NULL,
    UNIQUE INDEX `hosts_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `hosts_organization_id_user_id_key`(`organization_id`, `user_id`),
    INDEX `hosts_user_id_idx`(`user_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `visitors` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(200) NOT NULL,
    `email` VARCHAR(254) NULL,
    `phone` VARCHAR(32) NULL,
    `company` VARCHAR(200) NULL,
    `locale` ENUM('RU', 'EN') NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `visitors_organization_id_id_key`(`organization_id`, `id`),
    INDEX `visitors_organization_id_email_idx`(`organization_id`, `email`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `appointments` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `room_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `title` VARCHAR(200) NULL,
    `message` TEXT NULL,
    `status` ENUM('PENDING_APPROVAL', 'SCHEDULED', 'CANCELED', 'COMPLETED') NOT NULL,
    `starts_at` DATETIME(3) NOT NULL,
    `ends_at` DATETIME(3) NOT NULL,
    `time_zone` VARCHAR(64) NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 0,
    `canceled_at` DATETIME(3) NULL,
    `cancel_reason` VARCHAR(500) NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `appointments_organization_id_id_key`(`organization_id`, `id`),
    INDEX `appointments_organization_id_starts_at_id_idx`(`organization_id`, `starts_at`, `id`),
    INDEX `appointments_organization_id_host_id_starts_at_id_idx`(`organization_id`, `host_id`, `starts_at`, `id`),
    INDEX `appointments_organization_id_site_id_starts_at_id_idx`(`organization_id`, `site_id`, `starts_at`, `id`),
    INDEX `appointments_organization_id_room_id_idx`(`organization_id`, `room_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `visit_passes` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `appointment_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `type` ENUM('SINGLE', 'MULTI', 'GROUP') NOT NULL,
    `status` ENUM('DRAFT', 'PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED', 'REVOKED', 'EXPIRED', 'USED') NOT NULL,
    `valid_from` DATETIME(3) NOT NULL,
    `valid_to` DATETIME(3) NOT NULL,
    `entries_limit` INTEGER NULL,
    `entries_used` INTEGER NOT NULL DEFAULT 0,
    `presence` ENUM('EXPECTED', 'INSIDE', 'LEFT') NOT NULL DEFAULT 'EXPECTED',
    `inside_since` DATETIME(3) NULL,
    `qr_token` VARCHAR(160) NULL,
    `short_code` CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `invite_version` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    `revoked_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `revoked_reason` VARCHAR(500) NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `visit_passes_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `visit_passes_organization_id_short_code_key`(`organization_id`, `short_code`),
    INDEX `visit_passes_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    INDEX `visit_passes_organization_id_appointment_id_idx`(`organization_id`, `appointment_id`),
    INDEX `visit_passes_organization_id_site_id_presence_idx`(`organization_id`, `site_id`, `presence`),
    INDEX `visit_passes_status_valid_to_idx`(`status`, `valid_to`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `signing_keys` (
    `key_id` CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `public_key` BINARY(32) NOT NULL,
    `sealed_private_key` VARBINARY(255) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `retired_at` DATETIME(3) NULL,
    INDEX `signing_keys_organization_id_retired_at_idx`(`organization_id`, `retired_at`),
    PRIMARY KEY (`key_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `devices` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `token_hash` BINARY(32) NOT NULL,
    `revoked_at` DATETIME(3) NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `devices_token_hash_key`(`token_hash`),
    UNIQUE INDEX `devices_organization_id_id_key`(`organization_id`, `id`),
    INDEX `devices_organization_id_site_id_idx`(`organization_id`, `site_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `device_gates` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `device_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `gate_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `may_admit` BOOLEAN NOT NULL,
    `may_check_out` BOOLEAN NOT NULL,
    INDEX `device_gates_organization_id_device_id_idx`(`organization_id`, `device_id`),
    INDEX `device_gates_organization_id_gate_id_idx`(`organization_id`, `gate_id`),
    PRIMARY KEY (`device_id`, `gate_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `checkin_logs` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `gate_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `direction` ENUM('ENTRY', 'EXIT') NOT NULL,
    `result` ENUM('ADMITTED', 'DENIED', 'CONFLICT', 'ANNULLED') NOT NULL,
    `reason` ENUM('UNKNOWN_CODE', 'STALE_CODE', 'REVOKED', 'BLOCKED', 'PENDING_APPROVAL', 'APPOINTMENT_CANCELED', 'NOT_YET_VALID', 'EXPIRED', 'OUTSIDE_WINDOW', 'WRONG_GATE', 'ALREADY_USED', 'CHECKOUT_REQUIRED', 'CAPACITY_REACHED', 'ESCORT_REQUIRED', 'RULE', 'AMBIGUOUS', 'INTERNAL') NULL,
    `source` ENUM('DEVICE', 'API', 'DESK') NOT NULL,
    `scanner_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `nonce` VARCHAR(64) NOT NULL,
    `code_hash` BINARY(32) NOT NULL,
    `forced` BOOLEAN NOT NULL DEFAULT false,
    `forced_reason` VARCHAR(500) NULL,
    `occurred_at` DATETIME(3) NOT NULL,
    `recorded_at` DATETIME(3) NOT NULL,
    `annulled_at` DATETIME(3) NULL,
    UNIQUE INDEX `checkin_logs_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `checkin_logs_scanner_id_nonce_key`(`scanner_id`, `nonce`),
    INDEX `checkin_logs_organization_id_occurred_at_id_idx`(`organization_id`, `occurred_at`, `id`),
    INDEX `checkin_logs_organization_id_visit_pass_id_occurred_at_idx`(`organization_id`, `visit_pass_id`, `occurred_at`),
    INDEX `checkin_logs_organization_id_site_id_occurred_at_idx`(`organization_id`, `site_id`, `occurred_at`),
    INDEX `checkin_logs_organization_id_gate_id_occurred_at_idx`(`organization_id`, `gate_id`, `occurred_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `notifications` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `channel` ENUM('EMAIL') NOT NULL,
    `template` VARCHAR(60) NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `event_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` ENUM('QUEUED', 'SENT', 'FAILED', 'NO_ADDRESS') NOT NULL,
    `error_message` VARCHAR(500) NULL,
    `created_at` DATETIME(3) NOT NULL,
    `sent_at` DATETIME(3) NULL,
    UNIQUE INDEX `notifications_event_id_channel_template_visit_pass_id_key`(`event_id`, `channel`, `template`, `visit_pass_id`),
    INDEX `notifications_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `notifications_organization_id_created_at_idx`(`organization_id`, `created_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `api_applications` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `description` VARCHAR(500) NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `api_applications_organization_id_id_key`(`organization_id`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `api_keys` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `api_application_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `key_hash` BINARY(32) NOT NULL,
    `hint` VARCHAR(20) NOT NULL,
    `scopes` JSON NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `expires_at` DATETIME(3) NULL,
    `revoked_at` DATETIME(3) NULL,
    UNIQUE INDEX `api_keys_key_hash_key`(`key_hash`),
    UNIQUE INDEX `api_keys_organization_id_id_key`(`organization_id`, `id`),
    INDEX `api_keys_organization_id_api_application_id_idx`(`organization_id`, `api_application_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `outbox_events` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `type` VARCHAR(60) NOT NULL,
    `entity_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `payload` JSON NOT NULL,
    `occurred_at` DATETIME(3) NOT NULL,
    `sequence` BIGINT NULL,
    UNIQUE INDEX `outbox_events_sequence_key`(`sequence`),
    INDEX `outbox_events_organization_id_sequence_idx`(`organization_id`, `sequence`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `outbox_reactions` (
    `event_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reaction` VARCHAR(80) NOT NULL,
    `status` ENUM('PENDING', 'DONE', 'DEAD') NOT NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `next_attempt_at` DATETIME(3) NOT NULL,
    `last_error` VARCHAR(500) NULL,
    INDEX `outbox_reactions_status_next_attempt_at_idx`(`status`, `next_attempt_at`),
    PRIMARY KEY (`event_id`, `reaction`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `outbox_sequence` (
    `id` TINYINT UNSIGNED NOT NULL,
    `value` BIGINT NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `idempotency_keys` (
    `principal_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `key` VARCHAR(120) NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `operation` VARCHAR(60) NOT NULL,
    `input_hash` BINARY(32) NOT NULL,
    `entity_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    INDEX `idempotency_keys_created_at_idx`(`created_at`),
    PRIMARY KEY (`principal_id`, `key`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `organization_brands` ADD CONSTRAINT `organization_brands_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `sites` ADD CONSTRAINT `sites_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `gates` ADD CONSTRAINT `gates_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `gates` ADD CONSTRAINT `gates_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `rooms` ADD CONSTRAINT `rooms_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `rooms` ADD CONSTRAINT `rooms_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `sessions` ADD CONSTRAINT `sessions_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `role_permissions` ADD CONSTRAINT `role_permissions_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `user_roles` ADD CONSTRAINT `user_roles_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `user_roles` ADD CONSTRAINT `user_roles_role_id_fkey` FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `hosts` ADD CONSTRAINT `hosts_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `hosts` ADD CONSTRAINT `hosts_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visitors` ADD CONSTRAINT `visitors_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `appointments` ADD CONSTRAINT `appointments_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `appointments` ADD CONSTRAINT `appointments_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `appointments` ADD CONSTRAINT `appointments_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `appointments` ADD CONSTRAINT `appointments_organization_id_room_id_fkey` FOREIGN KEY (`organization_id`, `room_id`) REFERENCES `rooms`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visit_passes` ADD CONSTRAINT `visit_passes_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visit_passes` ADD CONSTRAINT `visit_passes_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visit_passes` ADD CONSTRAINT `visit_passes_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `visit_passes` ADD CONSTRAINT `visit_passes_organization_id_appointment_id_fkey` FOREIGN KEY (`organization_id`, `appointment_id`) REFERENCES `appointments`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `devices` ADD CONSTRAINT `devices_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `device_gates` ADD CONSTRAINT `device_gates_organization_id_device_id_fkey` FOREIGN KEY (`organization_id`, `device_id`) REFERENCES `devices`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `device_gates` ADD CONSTRAINT `device_gates_organization_id_gate_id_fkey` FOREIGN KEY (`organization_id`, `gate_id`) REFERENCES `gates`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `checkin_logs` ADD CONSTRAINT `checkin_logs_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `checkin_logs` ADD CONSTRAINT `checkin_logs_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `checkin_logs` ADD CONSTRAINT `checkin_logs_organization_id_gate_id_fkey` FOREIGN KEY (`organization_id`, `gate_id`) REFERENCES `gates`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `api_keys` ADD CONSTRAINT `api_keys_organization_id_api_application_id_fkey` FOREIGN KEY (`organization_id`, `api_application_id`) REFERENCES `api_applications`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE `outbox_reactions` ADD CONSTRAINT `outbox_reactions_event_id_fkey` FOREIGN KEY (`event_id`) REFERENCES `outbox_events`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;

-- The counter that orders events has exactly one row.
INSERT INTO `outbox_sequence` (`id`, `value`) VALUES (1, 0);
