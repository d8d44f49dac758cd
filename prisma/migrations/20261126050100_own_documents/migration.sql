-- AlterTable
ALTER TABLE `security_policies` ADD COLUMN `persisted_documents_only` BOOLEAN NOT NULL DEFAULT false;
