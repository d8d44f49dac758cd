-- Whether the codes of passes change every 15 seconds at a site, and whether any other opens a gate there.
ALTER TABLE `access_states` ADD COLUMN `changing_codes` ENUM('OFF', 'PREFERRED', 'REQUIRED') NOT NULL DEFAULT 'OFF';
