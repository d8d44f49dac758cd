-- A person may use the same key in each of their organizations.
ALTER TABLE `idempotency_keys` DROP PRIMARY KEY, ADD PRIMARY KEY (`organization_id`, `principal_id`, `key`);
