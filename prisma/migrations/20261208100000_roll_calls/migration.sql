-- CreateTable: a count of heads, held against the ledger.
CREATE TABLE `reconciliations` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `counted_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `counted_at` DATETIME(3) NOT NULL,
    `counts` JSON NOT NULL,
    UNIQUE INDEX `reconciliations_organization_id_id_key`(`organization_id`, `id`),
    INDEX `reconciliations_organization_id_site_id_id_idx`(`organization_id`, `site_id`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `roll_calls` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('DRILL', 'EVACUATION') NOT NULL,
    `open_key` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `started_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `started_at` DATETIME(3) NOT NULL,
    `ended_at` DATETIME(3) NULL,
    `ended_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `forgotten_at` DATETIME(3) NULL,
    UNIQUE INDEX `roll_calls_open_key_key`(`open_key`),
    UNIQUE INDEX `roll_calls_organization_id_id_key`(`organization_id`, `id`),
    INDEX `roll_calls_organization_id_site_id_id_idx`(`organization_id`, `site_id`, `id`),
    INDEX `roll_calls_ended_at_forgotten_at_idx`(`ended_at`, `forgotten_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `roll_call_people` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `roll_call_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `person_key` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `ordinal` SMALLINT UNSIGNED NOT NULL DEFAULT 1,
    `zone_then` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `inside_since` DATETIME(3) NULL,
    `sealed_name` VARBINARY(500) NULL,
    `added_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `added_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `roll_call_people_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `roll_call_people_roll_call_id_person_key_key`(`roll_call_id`, `person_key`),
    INDEX `roll_call_people_organization_id_roll_call_id_idx`(`organization_id`, `roll_call_id`),
    INDEX `roll_call_people_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `roll_call_marks` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `roll_call_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `person_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `marshal_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `nonce` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `state` ENUM('SAFE', 'MISSING', 'NOT_CHECKED') NOT NULL,
    `assembly_point` VARCHAR(80) NULL,
    `sealed_note` VARBINARY(2100) NULL,
    `occurred_at` DATETIME(3) NOT NULL,
    `clock_offset_ms` INTEGER NOT NULL DEFAULT 0,
    `recorded_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `roll_call_marks_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `roll_call_marks_roll_call_id_marshal_id_nonce_key`(`roll_call_id`, `marshal_id`, `nonce`),
    INDEX `roll_call_marks_organization_id_roll_call_id_idx`(`organization_id`, `roll_call_id`),
    INDEX `roll_call_marks_organization_id_person_id_idx`(`organization_id`, `person_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable: a check-in that no gate made, and the count of heads that it is for.
ALTER TABLE `checkin_logs` ADD COLUMN `is_correction` BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN `reconciliation_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD INDEX `checkin_logs_organization_id_reconciliation_id_idx`(`organization_id`, `reconciliation_id`);

-- AddForeignKey
ALTER TABLE `reconciliations` ADD CONSTRAINT `reconciliations_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `checkin_logs` ADD CONSTRAINT `checkin_logs_organization_id_reconciliation_id_fkey` FOREIGN KEY (`organization_id`, `reconciliation_id`) REFERENCES `reconciliations`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `roll_calls` ADD CONSTRAINT `roll_calls_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `roll_call_people` ADD CONSTRAINT `roll_call_people_organization_id_roll_call_id_fkey` FOREIGN KEY (`organization_id`, `roll_call_id`) REFERENCES `roll_calls`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `roll_call_people` ADD CONSTRAINT `roll_call_people_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `roll_call_marks` ADD CONSTRAINT `roll_call_marks_organization_id_roll_call_id_fkey` FOREIGN KEY (`organization_id`, `roll_call_id`) REFERENCES `roll_calls`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `roll_call_marks` ADD CONSTRAINT `roll_call_marks_organization_id_person_id_fkey` FOREIGN KEY (`organization_id`, `person_id`) REFERENCES `roll_call_people`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
