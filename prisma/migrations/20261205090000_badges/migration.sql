-- The colour in which the badges of a type are told apart, as #rrggbb; null for the plain one.
ALTER TABLE `visitor_types` ADD COLUMN `badge_color` CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NULL;
