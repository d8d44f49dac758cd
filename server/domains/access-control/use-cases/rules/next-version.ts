import type { TenantTransaction } from '../../../../infra/tenant-client'

/**
 * Lets the gates of a site read anew what they decide by; nobody else changes it for the rest of the transaction. Comes first in it, so that
 * of two who change something the second sees what the first did.
 * @param siteId null for every site
 */
export async function nextVersion(tx: TenantTransaction, siteId: string | null): Promise<void> {
  await tx.accessState.updateMany({ where: siteId === null ? {} : { siteId }, data: { version: { increment: 1 } } })
}
