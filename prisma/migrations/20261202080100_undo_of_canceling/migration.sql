-- AlterTable
ALTER TABLE `visit_passes`
    ADD COLUMN `revoked_from` ENUM('DRAFT', 'PENDING_APPROVAL', 'ACTIVE', 'SUSPENDED', 'REVOKED', 'EXPIRED', 'USED') NULL;

-- AlterTable
ALTER TABLE `appointment_series`
    ADD COLUMN `rule_before_end` VARCHAR(400) NULL,
    ADD COLUMN `rule_ended_at` DATETIME(3) NULL;
