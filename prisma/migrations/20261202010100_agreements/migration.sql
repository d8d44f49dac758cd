-- CreateTable
CREATE TABLE `agreements` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(120) NOT NULL,
    `valid_months` SMALLINT UNSIGNED NULL,
    `version` INTEGER UNSIGNED NOT NULL,
    `counts_from` INTEGER UNSIGNED NOT NULL,
    `archived_at` DATETIME(3) NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `agreements_organization_id_id_key`(`organization_id`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `agreement_versions` (
    `agreement_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `number` INTEGER UNSIGNED NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `title_ru` VARCHAR(200) NOT NULL,
    `title_en` VARCHAR(200) NOT NULL,
    `text_ru` MEDIUMTEXT NOT NULL,
    `text_en` MEDIUMTEXT NOT NULL,
    `published_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `published_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `agreement_versions_organization_id_agreement_id_number_key`(`organization_id`, `agreement_id`, `number`),
    PRIMARY KEY (`agreement_id`, `number`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `agreement_signatures` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `agreement_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `version` INTEGER UNSIGNED NOT NULL,
    `language` ENUM('RU', 'EN') NOT NULL,
    `text_hash` BINARY(32) NOT NULL,
    `sealed_signer` BLOB NOT NULL,
    `sealed_pdf` MEDIUMBLOB NULL,
    `signed_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `agreement_signatures_visit_pass_id_agreement_id_version_key`(`visit_pass_id`, `agreement_id`, `version`),
    INDEX `agreement_signatures_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `agreement_signatures_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    INDEX `agreement_signatures_organization_id_agreement_id_version_idx`(`organization_id`, `agreement_id`, `version`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `inductions_passed` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visit_pass_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_type_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `version` INTEGER UNSIGNED NOT NULL,
    `language` ENUM('RU', 'EN') NOT NULL,
    `passed_at` DATETIME(3) NOT NULL,
    INDEX `inductions_passed_organization_id_visit_pass_id_idx`(`organization_id`, `visit_pass_id`),
    INDEX `inductions_passed_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    INDEX `inductions_passed_organization_id_visitor_type_id_version_idx`(`organization_id`, `visitor_type_id`, `version`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AddForeignKey
ALTER TABLE `agreements` ADD CONSTRAINT `agreements_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `agreement_versions` ADD CONSTRAINT `agreement_versions_organization_id_agreement_id_fkey` FOREIGN KEY (`organization_id`, `agreement_id`) REFERENCES `agreements`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `agreement_signatures` ADD CONSTRAINT `agreement_signatures_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `agreement_signatures` ADD CONSTRAINT `agreement_signatures_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `agreement_signatures` ADD CONSTRAINT `agreement_signatures_organization_id_agreement_id_version_fkey` FOREIGN KEY (`organization_id`, `agreement_id`, `version`) REFERENCES `agreement_versions`(`organization_id`, `agreement_id`, `number`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `inductions_passed` ADD CONSTRAINT `inductions_passed_organization_id_visit_pass_id_fkey` FOREIGN KEY (`organization_id`, `visit_pass_id`) REFERENCES `visit_passes`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `inductions_passed` ADD CONSTRAINT `inductions_passed_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `inductions_passed` ADD CONSTRAINT `inductions_passed_organization_id_visitor_type_id_version_fkey` FOREIGN KEY (`organization_id`, `visitor_type_id`, `version`) REFERENCES `visitor_type_versions`(`organization_id`, `visitor_type_id`, `number`) ON DELETE RESTRICT ON UPDATE RESTRICT;
