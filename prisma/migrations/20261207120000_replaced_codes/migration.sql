-- AlterTable
ALTER TABLE `visit_passes` ADD COLUMN `code_since` DATETIME(3) NULL;

-- AlterTable
ALTER TABLE `checkin_logs` ADD COLUMN `code_issue` TINYINT UNSIGNED NULL;
