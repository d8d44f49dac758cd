ALTER TABLE `appointment_series` ADD COLUMN `access_rule_ids` JSON NULL;
