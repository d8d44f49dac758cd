-- CreateTable
CREATE TABLE `watchlist_entries` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `import_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `sealed_record` BLOB NULL,
    `name_index` BINARY(16) NULL,
    `email_index` BINARY(16) NULL,
    `phone_index` BINARY(16) NULL,
    `action` ENUM('REVIEW', 'BLOCK') NOT NULL,
    `status` ENUM('ASKED', 'ACTIVE', 'DECLINED', 'REMOVED') NOT NULL,
    `proposal` ENUM('BLOCK', 'REMOVE') NULL,
    `proposed_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `proposed_at` DATETIME(3) NULL,
    `valid_until` DATETIME(3) NULL,
    `created_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `counts_since` DATETIME(3) NOT NULL,
    `ended_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `ended_at` DATETIME(3) NULL,
    UNIQUE INDEX `watchlist_entries_organization_id_id_key`(`organization_id`, `id`),
    INDEX `watchlist_entries_organization_id_status_id_idx`(`organization_id`, `status`, `id`),
    INDEX `watchlist_entries_organization_id_name_index_idx`(`organization_id`, `name_index`),
    INDEX `watchlist_entries_organization_id_email_index_idx`(`organization_id`, `email_index`),
    INDEX `watchlist_entries_organization_id_phone_index_idx`(`organization_id`, `phone_index`),
    INDEX `watchlist_entries_organization_id_visitor_id_idx`(`organization_id`, `visitor_id`),
    INDEX `watchlist_entries_organization_id_site_id_idx`(`organization_id`, `site_id`),
    INDEX `watchlist_entries_organization_id_import_id_proposal_idx`(`organization_id`, `import_id`, `proposal`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `watchlist_keys` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `token` INTEGER UNSIGNED NOT NULL,
    `entry_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    INDEX `watchlist_keys_organization_id_entry_id_idx`(`organization_id`, `entry_id`),
    PRIMARY KEY (`organization_id`, `token`, `entry_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `watchlist_imports` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `created_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `added` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `duplicates` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    UNIQUE INDEX `watchlist_imports_organization_id_id_key`(`organization_id`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `watchlist_matches` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `entry_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `round` SMALLINT UNSIGNED NOT NULL,
    `score` TINYINT UNSIGNED NOT NULL,
    `status` ENUM('OPEN', 'ADMITTED', 'REFUSED', 'CLOSED') NOT NULL,
    `found_at` DATETIME(3) NOT NULL,
    `first_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `first_at` DATETIME(3) NULL,
    `decided_by` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `decided_at` DATETIME(3) NULL,
    `sealed_note` BLOB NULL,
    UNIQUE INDEX `watchlist_matches_organization_id_id_key`(`organization_id`, `id`),
    UNIQUE INDEX `watchlist_matches_organization_id_entry_id_visitor_id_round_key`(`organization_id`, `entry_id`, `visitor_id`, `round`),
    INDEX `watchlist_matches_organization_id_status_id_idx`(`organization_id`, `status`, `id`),
    INDEX `watchlist_matches_organization_id_visitor_id_status_idx`(`organization_id`, `visitor_id`, `status`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `watchlist_policies` (
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `threshold` TINYINT UNSIGNED NOT NULL DEFAULT 80,
    `waiting_text` VARCHAR(300) NULL,
    `revision` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    `screened_revision` INTEGER UNSIGNED NOT NULL DEFAULT 0,
    PRIMARY KEY (`organization_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `watchlist_notices` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `about` ENUM('MATCHES', 'PROPOSAL', 'ASKED') NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    `sent_at` DATETIME(3) NULL,
    UNIQUE INDEX `watchlist_notices_organization_id_id_key`(`organization_id`, `id`),
    INDEX `watchlist_notices_organization_id_user_id_sent_at_idx`(`organization_id`, `user_id`, `sent_at`),
    INDEX `watchlist_notices_created_at_idx`(`created_at`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `visitor_notes` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `visitor_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sealed_text` BLOB NOT NULL,
    `author_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `created_at` DATETIME(3) NOT NULL,
    UNIQUE INDEX `visitor_notes_organization_id_id_key`(`organization_id`, `id`),
    INDEX `visitor_notes_organization_id_visitor_id_id_idx`(`organization_id`, `visitor_id`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
ALTER TABLE `visit_passes` ADD COLUMN `is_blocked` BOOLEAN NOT NULL DEFAULT false;

-- AddForeignKey
ALTER TABLE `watchlist_entries` ADD CONSTRAINT `watchlist_entries_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `watchlist_entries` ADD CONSTRAINT `watchlist_entries_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`) REFERENCES `sites`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `watchlist_entries` ADD CONSTRAINT `watchlist_entries_organization_id_import_id_fkey` FOREIGN KEY (`organization_id`, `import_id`) REFERENCES `watchlist_imports`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `watchlist_keys` ADD CONSTRAINT `watchlist_keys_organization_id_entry_id_fkey` FOREIGN KEY (`organization_id`, `entry_id`) REFERENCES `watchlist_entries`(`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `watchlist_matches` ADD CONSTRAINT `watchlist_matches_organization_id_entry_id_fkey` FOREIGN KEY (`organization_id`, `entry_id`) REFERENCES `watchlist_entries`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `watchlist_matches` ADD CONSTRAINT `watchlist_matches_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `watchlist_policies` ADD CONSTRAINT `watchlist_policies_organization_id_fkey` FOREIGN KEY (`organization_id`) REFERENCES `organizations`(`id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE `watchlist_notices` ADD CONSTRAINT `watchlist_notices_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`) REFERENCES `memberships`(`organization_id`, `user_id`) ON DELETE CASCADE ON UPDATE RESTRICT;
ALTER TABLE `visitor_notes` ADD CONSTRAINT `visitor_notes_organization_id_visitor_id_fkey` FOREIGN KEY (`organization_id`, `visitor_id`) REFERENCES `visitors`(`organization_id`, `id`) ON DELETE RESTRICT ON UPDATE RESTRICT;
