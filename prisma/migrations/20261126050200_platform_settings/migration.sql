-- CreateTable
CREATE TABLE `platform_settings` (
    `id` INTEGER NOT NULL,
    `support_contact` VARCHAR(200) NULL,
    `notice_ru` VARCHAR(300) NULL,
    `notice_en` VARCHAR(300) NULL,
    `notice_until` DATETIME(3) NULL,
    `updated_at` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The one row: changes find it there.
INSERT INTO `platform_settings` (`id`, `updated_at`) VALUES (1, UTC_TIMESTAMP(3));
