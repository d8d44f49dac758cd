-- CreateTable: what a site does about guests whom nobody saw leaving.
CREATE TABLE `stay_policies` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `remind_minutes` SMALLINT UNSIGNED NULL,
    `reminds_guest` BOOLEAN NOT NULL DEFAULT false,
    `check_out_minutes` SMALLINT UNSIGNED NULL,
    `check_out_time` CHAR(5) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `longest_stay_hours` SMALLINT UNSIGNED NULL,
    PRIMARY KEY (`organization_id`, `site_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stay_reminders` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `due_at` DATETIME(3) NOT NULL,
    `moves` INTEGER UNSIGNED NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `stay_reminders_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `stay_reminders_visit_pass_id_due_at_key`(`visit_pass_id`, `due_at`),
    INDEX `stay_reminders_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `stay_reminders_created_at_idx`(`created_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable: a check-in may be written by nobody, or by a host who was reminded.
ALTER TABLE `checkin_logs` MODIFY COLUMN `source` ENUM('DEVICE', 'API', 'DESK', 'CLOCK', 'HOST') NOT NULL;

-- AlterTable
ALTER TABLE `host_notices` MODIFY COLUMN `kind` ENUM('GUEST_REPLIED', 'GUEST_LATE', 'GUEST_HERE', 'CHECKED_IN', 'VISIT_CHANGED', 'GUEST_STAYS') NOT NULL;

-- AlterTable: whoever counted as gone although nobody saw them leave is asked for too.
ALTER TABLE `roll_call_people` ADD COLUMN `left_unseen_at` DATETIME(3) NULL;

-- AddForeignKey
ALTER TABLE `stay_policies` ADD CONSTRAINT `stay_policies_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `stay_reminders` ADD CONSTRAINT `stay_reminders_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
