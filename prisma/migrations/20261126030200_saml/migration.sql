-- AlterTable
ALTER TABLE `identity_providers` ADD COLUMN `protocol` ENUM('OIDC', 'SAML') NOT NULL DEFAULT 'OIDC',
    ADD COLUMN `saml_url` VARCHAR(500) NULL,
    ADD COLUMN `saml_certificates` TEXT NULL,
    MODIFY `client_id` VARCHAR(255) NULL,
    MODIFY `client_secret` VARBINARY(1024) NULL;
