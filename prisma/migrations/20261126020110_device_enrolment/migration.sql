-- AlterTable
ALTER TABLE `devices` ADD COLUMN `enrolled_at` DATETIME(3) NULL,
    ADD COLUMN `last_seen_at` DATETIME(3) NULL,
    ADD COLUMN `enrolment_hash` BINARY(32) NULL,
    ADD COLUMN `enrolment_expires_at` DATETIME(3) NULL;

-- Devices that were there before have their tokens.
UPDATE `devices` SET `enrolled_at` = `created_at`;

-- CreateIndex
CREATE UNIQUE INDEX `devices_enrolment_hash_key` ON `devices`(`enrolment_hash`);
