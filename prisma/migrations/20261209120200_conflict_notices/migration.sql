CREATE TABLE `conflict_notices` (
  `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `site_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `user_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `created_at` DATETIME(3) NOT NULL,
  `sent_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `conflict_notices_organization_id_id_key` (`organization_id`, `id`),
  INDEX `conflict_notices_organization_id_site_id_sent_at_idx` (`organization_id`, `site_id`, `sent_at`),
  INDEX `conflict_notices_organization_id_user_id_idx` (`organization_id`, `user_id`),
  INDEX `conflict_notices_created_at_idx` (`created_at`),
  CONSTRAINT `conflict_notices_organization_id_site_id_fkey` FOREIGN KEY (`organization_id`, `site_id`)
    REFERENCES `sites` (`organization_id`, `id`) ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT `conflict_notices_organization_id_user_id_fkey` FOREIGN KEY (`organization_id`, `user_id`)
    REFERENCES `memberships` (`organization_id`, `user_id`) ON DELETE CASCADE ON UPDATE RESTRICT
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
