-- AlterTable
ALTER TABLE `access_rules` ADD COLUMN `entries_limit` SMALLINT UNSIGNED NULL,
    ADD COLUMN `entries_per` ENUM('PASS', 'DAY') NOT NULL DEFAULT 'PASS',
    ADD COLUMN `is_assigned` BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE `visit_passes` ADD COLUMN `access_rule_ids` JSON NULL;

-- AlterTable
ALTER TABLE `appointments` ADD COLUMN `access_rule_ids` JSON NULL;

-- AlterTable
ALTER TABLE `checkin_logs` ADD COLUMN `let_in_by_rule` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL;
