import type { TenantTransaction } from '../../../infra/tenant-client'

/** Forgets what marshals noted of a person who is erased. That somebody was asked for stays; their name stands nowhere here. */
export async function forgetInRollCalls(tx: TenantTransaction, visitorId: string): Promise<void> {
  await tx.rollCallMark.updateMany({
    where: { person: { visitPass: { visitorId } }, sealedNote: { not: null } },
    data: { sealedNote: null },
  })
}
