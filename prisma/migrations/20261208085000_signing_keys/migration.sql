-- AlterTable
ALTER TABLE `signing_keys` MODIFY COLUMN `sealed_private_key` VARBINARY(255) NULL,
    ADD COLUMN `revoked_at` DATETIME(3) NULL,
    ADD COLUMN `signs_from` DATETIME(3) NULL;
