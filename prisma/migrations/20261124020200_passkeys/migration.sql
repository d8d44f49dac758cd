-- AlterTable
ALTER TABLE `account_notices` MODIFY `change` ENUM('TOTP_ENABLED', 'TOTP_DISABLED', 'RECOVERY_CODES_RENEWED', 'RECOVERY_CODE_USED', 'PASSWORD_CHANGED', 'SECOND_FACTOR_RESET', 'PASSKEY_ADDED', 'PASSKEY_REMOVED') NOT NULL;

-- CreateTable
CREATE TABLE `passkeys` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `credential_hash` BINARY(32) NOT NULL,
    `credential_id` VARBINARY(1023) NOT NULL,
    `public_key` VARBINARY(2048) NOT NULL,
    `counter` INTEGER UNSIGNED NOT NULL,
    `name` VARCHAR(60) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `last_used_at` DATETIME(3) NULL,
    UNIQUE INDEX `passkeys_credential_hash_key`(`credential_hash`),
    INDEX `passkeys_user_id_idx`(`user_id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `passkey_challenges` (
    `token_hash` BINARY(32) NOT NULL,
    `challenge` VARCHAR(64) NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `expires_at` DATETIME(3) NOT NULL,
    INDEX `passkey_challenges_expires_at_idx`(`expires_at`),
    PRIMARY KEY (`token_hash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `passkeys` ADD CONSTRAINT `passkeys_user_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE CASCADE ON UPDATE RESTRICT;
