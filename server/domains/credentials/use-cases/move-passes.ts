import type { Ctx } from '../../../core/ctx'
import type { Appointment, Prisma } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { refreshOutstanding } from '../../visitor-types/use-cases/refresh-outstanding'
import { passWindow } from '../pass-window'

/** States that a pass keeps when its visit moves, and those in which it has a code for other hours. */
const [kept, signed] = [['DRAFT', 'PENDING_APPROVAL', 'USED'] as const, ['ACTIVE'] as const]

/**
 * Moves the passes of a visit to its new hours and site. What was signed for other hours is a draft again, and its code is stale at
 * once; passes that wait, are suspended or used up keep their state, and one that was suspended to its end is suspended again.
 * @param ctx.now decides whether an expired pass has another chance
 * @returns ids of the passes that have to be signed anew
 */
export async function movePasses(
  ctx: Ctx,
  tx: TenantTransaction,
  appointment: Pick<Appointment, 'id' | 'siteId' | 'startsAt' | 'endsAt'>,
): Promise<string[]> {
  // What the guest said was said of other hours.
  const unsaid = { reply: null, repliedAt: null, lateMinutes: null, hereAt: null }
  const place = { siteId: appointment.siteId, ...passWindow(appointment), ...unsaid }
  const isAhead = appointment.endsAt > ctx.now()
  const open: Prisma.VisitPassWhereInput = {
    appointmentId: appointment.id,
    status: { in: [...kept, 'SUSPENDED', ...signed, ...(isAhead ? ['EXPIRED' as const] : [])] },
  }
  // Taken by that: what is read of them afterwards holds until the end.
  await tx.visitPass.updateMany({ where: open, data: place })
  const passes = await tx.visitPass.findMany({ where: open, select: { id: true, status: true, suspendedAt: true } })
  const suspended = passes.filter(({ status, suspendedAt }) => status === 'SUSPENDED' || (status === 'EXPIRED' && suspendedAt))
  const unsigned = passes.filter((pass) => !suspended.includes(pass) && (pass.status === 'ACTIVE' || pass.status === 'EXPIRED'))
  await unsign(tx, suspended, 'SUSPENDED')
  await unsign(tx, unsigned, 'DRAFT')
  await refreshMoved(tx, appointment.id)
  return [...unsigned, ...passes.filter(({ status }) => status === 'DRAFT')].map(({ id }) => id)
}

/** Takes the codes of passes, and says in which state they are then. */
async function unsign(tx: TenantTransaction, passes: readonly { id: string }[], status: 'SUSPENDED' | 'DRAFT'): Promise<void> {
  if (passes.length === 0) return
  const ids = passes.map(({ id }) => id)
  await tx.visitPass.updateMany({ where: { id: { in: ids } }, data: { status, qrToken: null, shortCode: null } })
}

/** What was signed or gone through may count no more at another time. */
async function refreshMoved(tx: TenantTransaction, appointmentId: string): Promise<void> {
  const typed = await tx.visitPass.findMany({ where: { appointmentId, visitorTypeId: { not: null } }, select: { id: true } })
  if (typed.length === 0) return
  await refreshOutstanding(
    tx,
    typed.map(({ id }) => id),
  )
}
