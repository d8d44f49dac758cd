-- What was sealed with MASTER_KEY itself waits here until the program that migrates has sealed it under the organization's key; then it drops the table
CREATE TABLE `secrets_under_master_key` (
    `id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `organization_id` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` ENUM('signingKey', 'clientSecret') NOT NULL,
    `sealed` VARBINARY(1024) NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
INSERT INTO `secrets_under_master_key` SELECT `key_id`, `organization_id`, 'signingKey', `sealed_private_key` FROM `signing_keys`;
INSERT INTO `secrets_under_master_key` SELECT `organization_id`, `organization_id`, 'clientSecret', `client_secret` FROM `identity_providers` WHERE `client_secret` IS NOT NULL;
