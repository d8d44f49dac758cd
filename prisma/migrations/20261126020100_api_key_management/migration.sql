-- AlterTable
ALTER TABLE `api_applications` ADD COLUMN `scopes` JSON NULL AFTER `description`;

-- What an application's keys hold already is what it may.
UPDATE `api_applications` SET `scopes` = COALESCE((
    SELECT `k`.`scopes` FROM `api_keys` `k`
    WHERE `k`.`organization_id` = `api_applications`.`organization_id` AND `k`.`api_application_id` = `api_applications`.`id`
    ORDER BY JSON_LENGTH(`k`.`scopes`) DESC LIMIT 1
), JSON_ARRAY());

-- AlterTable
ALTER TABLE `api_applications` MODIFY COLUMN `scopes` JSON NOT NULL;

-- AlterTable
ALTER TABLE `api_keys` ADD COLUMN `rotated_at` DATETIME(3) NULL,
    ADD COLUMN `last_used_at` DATETIME(3) NULL;
