-- CreateTable
CREATE TABLE `installation_keys` (
    `name` VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `driver` ENUM('ENVIRONMENT', 'VAULT') NOT NULL,
    `wrapped_key` VARBINARY(1024) NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `wrapped_at` DATETIME(3) NOT NULL,
    PRIMARY KEY (`name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
