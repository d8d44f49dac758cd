-- What a device is for: a scanner at gates, or a kiosk at which guests of a site say that they are there.
ALTER TABLE `devices`
    ADD COLUMN `kind` ENUM('SCANNER', 'KIOSK') NOT NULL DEFAULT 'SCANNER';
