-- CreateTable
CREATE TABLE `approval_chains` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `holds_for` VARCHAR(80) NULL,
    `allows_own` BOOLEAN NOT NULL,
    `steps` JSON NOT NULL,
    `version` INTEGER NOT NULL DEFAULT 0,
    `created_at` DATETIME(3) NOT NULL,
    `deleted_at` DATETIME(3) NULL,
    UNIQUE INDEX `approval_chains_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `approval_chains_organization_id_holds_for_key`(`organization_id`, `holds_for`),
    INDEX `approval_chains_organization_id_site_id_idx`(`organization_id`, `site_id`),
    INDEX `approval_chains_organization_id_visitor_type_id_idx`(`organization_id`, `visitor_type_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approval_requests` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `approval_chain_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `requester_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `batch_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `status` ENUM('PENDING', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'LAPSED') NOT NULL,
    `steps` JSON NOT NULL,
    `allows_own` BOOLEAN NOT NULL,
    `step` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    `round` SMALLINT UNSIGNED NOT NULL DEFAULT 1,
    `turn` SMALLINT UNSIGNED NOT NULL DEFAULT 0,
    `asked_at` DATETIME(3) NOT NULL,
    `due_at` DATETIME(3) NULL,
    `escalations` TINYINT UNSIGNED NOT NULL DEFAULT 0,
    `changed` JSON NULL,
    `earlier` JSON NULL,
    `created_at` DATETIME(3) NOT NULL,
    `ended_at` DATETIME(3) NULL,
    `told_at` DATETIME(3) NULL,
    UNIQUE INDEX `approval_requests_organization_id_id_key`(`organization_id`, `id`),
    INDEX `approval_requests_organization_id_approval_chain_id_idx`(`organization_id`, `approval_chain_id`),
    INDEX `approval_requests_organization_id_visitor_type_id_idx`(`organization_id`, `visitor_type_id`),
    INDEX `approval_requests_organization_id_host_id_id_idx`(`organization_id`, `host_id`, `id`),
    INDEX `approval_requests_organization_id_batch_id_idx`(`organization_id`, `batch_id`),
    INDEX `approval_requests_organization_id_status_id_idx`(`organization_id`, `status`, `id`),
    INDEX `approval_requests_status_due_at_idx`(`status`, `due_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approval_visits` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `approval_request_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `appointment_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `host_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `starts_at` DATETIME(3) NOT NULL,
    `ends_at` DATETIME(3) NOT NULL,
    INDEX `approval_visits_organization_id_approval_request_id_idx`(`organization_id`, `approval_request_id`),
    INDEX `approval_visits_organization_id_appointment_id_idx`(`organization_id`, `appointment_id`),
    INDEX `approval_visits_organization_id_site_id_idx`(`organization_id`, `site_id`),
    INDEX `approval_visits_organization_id_host_id_idx`(`organization_id`, `host_id`),
    PRIMARY KEY (`approval_request_id`, `appointment_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approval_asks` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `approval_request_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `round` SMALLINT UNSIGNED NOT NULL,
    `step` TINYINT UNSIGNED NOT NULL,
    `seat` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `standing` ENUM('APPROVER', 'DEPUTY', 'ESCALATION', 'ADMINISTRATOR') NOT NULL,
    `by_role` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `is_decisive` BOOLEAN NOT NULL,
    `is_called` BOOLEAN NOT NULL,
    `told_at` DATETIME(3) NULL,
    `created_at` DATETIME(3) NOT NULL,
    `closed_at` DATETIME(3) NULL,
    UNIQUE INDEX `approval_asks_approval_request_id_round_step_seat_user_id_key`(`approval_request_id`, `round`, `step`, `seat`, `user_id`),
    INDEX `approval_asks_organization_id_approval_request_id_idx`(`organization_id`, `approval_request_id`),
    INDEX `approval_asks_organization_id_user_id_closed_at_idx`(`organization_id`, `user_id`, `closed_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approval_decisions` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `approval_request_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `round` SMALLINT UNSIGNED NOT NULL,
    `step` TINYINT UNSIGNED NOT NULL,
    `seat` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `decider_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `verdict` ENUM('APPROVED', 'REFUSED', 'SKIPPED') NOT NULL,
    `standing` ENUM('APPROVER', 'DEPUTY', 'ESCALATION', 'ADMINISTRATOR') NULL,
    `sealed_reason` BLOB NULL,
    `decided_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `approval_decisions_approval_request_id_round_step_seat_key`(`approval_request_id`, `round`, `step`, `seat`),
    INDEX `approval_decisions_organization_id_approval_request_id_idx`(`organization_id`, `approval_request_id`),
    INDEX `approval_decisions_organization_id_decider_id_idx`(`organization_id`, `decider_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `department_heads` (
    `department_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `department_heads_organization_id_department_id_idx`(`organization_id`, `department_id`),
    INDEX `department_heads_organization_id_user_id_idx`(`organization_id`, `user_id`),
    PRIMARY KEY (`department_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `approval_chains` ADD CONSTRAINT `approval_chains_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_chains` ADD CONSTRAINT `approval_chains_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_chains` ADD CONSTRAINT `approval_chains_organization_id_visitor_type_id_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`) REFERENCES `visitor_types`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_requests` ADD CONSTRAINT `approval_requests_organization_id_approval_chain_id_fkey` FOREIGN KEY (`organization_id`, `approval_chain_id`) REFERENCES `approval_chains`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_requests` ADD CONSTRAINT `approval_requests_organization_id_visitor_type_id_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`) REFERENCES `visitor_types`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_requests` ADD CONSTRAINT `approval_requests_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_visits` ADD CONSTRAINT `approval_visits_organization_id_approval_request_id_fkey` FOREIGN KEY (`organization_id`, `approval_request_id`) REFERENCES `approval_requests`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `approval_visits` ADD CONSTRAINT `approval_visits_organization_id_appointment_id_fkey` FOREIGN KEY (`organization_id`, `appointment_id`) REFERENCES `appointments`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `approval_visits` ADD CONSTRAINT `approval_visits_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_visits` ADD CONSTRAINT `approval_visits_organization_id_host_id_fkey` FOREIGN KEY (`organization_id`, `host_id`) REFERENCES `hosts`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_asks` ADD CONSTRAINT `approval_asks_organization_id_approval_request_id_fkey` FOREIGN KEY (`organization_id`, `approval_request_id`) REFERENCES `approval_requests`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `approval_asks` ADD CONSTRAINT `approval_asks_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `approval_decisions` ADD CONSTRAINT `approval_decisions_organization_id_approval_request_id_fkey` FOREIGN KEY (`organization_id`, `approval_request_id`) REFERENCES `approval_requests`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `department_heads` ADD CONSTRAINT `department_heads_organization_id_department_id_fkey` FOREIGN KEY (`organization_id`, `department_id`) REFERENCES `departments`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `department_heads` ADD CONSTRAINT `department_heads_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
