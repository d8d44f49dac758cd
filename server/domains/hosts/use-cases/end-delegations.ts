import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { TenantTransaction } from '../../../infra/tenant-client'

/**
 * Ends what a person who is shut out let others do for them, and what others let them do. Letting them in again brings none of it back.
 * @returns the people whose rights change by it: tell their sessions once it is committed
 */
export async function endDelegationsOfPerson(ctx: Ctx, tx: TenantTransaction, userId: string): Promise<string[]> {
  const host = await tx.host.findFirst({ where: { userId }, select: { id: true } })
  if (!host) return []
  const where = { endedAt: null, OR: [{ hostId: host.id }, { delegateId: host.id }] }
  const ending = await tx.hostDelegation.findMany({ where, select: { id: true, hostId: true, delegate: { select: { userId: true } } } })
  for (const { id, hostId } of ending) {
    const { count } = await tx.hostDelegation.updateMany({ where: { id, endedAt: null }, data: { endedAt: ctx.now() } })
    if (count === 1) await audit(ctx, tx, 'delegation.end', { type: 'Host', id: hostId }, { because: 'suspended' })
  }
  return ending.map(({ delegate }) => delegate.userId)
}
