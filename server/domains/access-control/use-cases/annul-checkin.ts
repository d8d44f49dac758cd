import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Checkin } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { CheckinAnnulled } from '../events'
import type { Scanner } from '../scanner'
import { heldPass } from '../../../core/held-pass.sql'
import { historyOf, standingOf } from './offline/record-scans'

/**
 * Withdraws an admitted scan by which nobody went through, in the transaction that says so. The pass comes to what everything else that is
 * known of it comes to: also where somebody has moved on it since.
 * @param since it must have been written since then
 * @returns the check-in; null where there is none that could be withdrawn
 */
export async function annulCheckin(
  ctx: Ctx,
  tx: TenantTransaction,
  scanner: Pick<Scanner, 'id' | 'organizationId'>,
  nonce: string,
  since: Date,
): Promise<Checkin | null> {
  const own = { scannerId: scanner.id, nonce }
  const known = await tx.checkin.findFirst({ where: own, select: { visitPassId: true } })
  // Taken before the check-in is: uploads of offline scans go the same way round.
  const pass = known?.visitPassId ? await heldPass(ctx, tx, known.visitPassId) : null
  const { count } = await tx.checkin.updateMany({
    where: { ...own, result: 'ADMITTED', recordedAt: { gte: since } },
    data: { result: 'ANNULLED', annulledAt: ctx.now() },
  })
  if (count === 0) return null
  if (pass) {
    const { state } = await historyOf(tx, pass)
    await tx.visitPass.updateMany({ where: { id: pass.id }, data: { ...standingOf(pass, state), moves: { increment: 1 } } })
  }
  const checkin = await tx.checkin.findFirstOrThrow({ where: own })
  const { id: checkinId, gateId, siteId, visitPassId } = checkin
  await emit(tx, scanner.organizationId, CheckinAnnulled, { checkinId, gateId, siteId, visitPassId: visitPassId ?? '' }, ctx.now())
  await audit(ctx, tx, 'scan.annul', { type: 'Checkin', id: checkinId })
  return checkin
}
