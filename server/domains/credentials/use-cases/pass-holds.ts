import { organizationOf, type Ctx } from '../../../core/ctx'
import { livePass } from '../../../core/open-status'
import type { PassHoldKind } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitPassReleased } from '../events'

/** Passes that wait for somebody's word, and whose. */
export interface Held {
  visitPassIds: readonly string[]
  kind: PassHoldKind
}

/**
 * Makes passes wait: until every hold of a pass is released nobody signs it, and what was signed counts no more.
 * Passes that are over, withdrawn or used up stay as they are. One that is suspended stays so and waits once it is resumed.
 * @param tellsGuests whether the guests are written to once their passes are signed
 * @returns ids of the passes that wait
 */
export async function holdPasses(ctx: Ctx, tx: TenantTransaction, { visitPassIds, kind }: Held, tellsGuests: boolean): Promise<string[]> {
  // Taken first: whoever releases a pass at the same time looks at its holds behind the same lock.
  await tx.visitPass.updateMany({
    where: { id: { in: [...visitPassIds] }, status: { in: livePass } },
    data: { status: 'PENDING_APPROVAL', qrToken: null, shortCode: null },
  })
  await tx.visitPass.updateMany({
    where: { id: { in: [...visitPassIds] }, status: 'SUSPENDED' },
    data: { qrToken: null, shortCode: null },
  })
  const waiting = await tx.visitPass.findMany({
    where: { id: { in: [...visitPassIds] }, status: { in: ['PENDING_APPROVAL', 'SUSPENDED'] } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const ids = waiting.map(({ id }) => id)
  const hold = { tellsGuest: tellsGuests, createdAt: ctx.now() }
  await tx.passHold.updateMany({ where: { visitPassId: { in: ids }, kind }, data: { ...hold, releasedAt: null } })
  const organizationId = organizationOf(ctx)
  await tx.passHold.createMany({ data: ids.map((visitPassId) => ({ visitPassId, kind, organizationId, ...hold })), skipDuplicates: true })
  return ids
}

/**
 * Says that passes need not wait for one thing any more. Those that wait for nothing else are drafts again, and signed; a suspended one
 * stays suspended. Done again it changes nothing.
 * @returns ids of the passes that this call let go on
 */
export async function releasePasses(ctx: Ctx, tx: TenantTransaction, { visitPassIds, kind }: Held): Promise<string[]> {
  const where = { id: { in: [...visitPassIds] }, status: 'PENDING_APPROVAL' as const }
  await tx.visitPass.updateMany({ where, data: { status: 'PENDING_APPROVAL' } })
  await tx.visitPass.updateMany({ where: { ...where, status: 'SUSPENDED' }, data: { status: 'SUSPENDED' } })
  const open = { visitPassId: { in: [...visitPassIds] }, releasedAt: null }
  await tx.passHold.updateMany({ where: { ...open, kind }, data: { releasedAt: ctx.now() } })
  const stillHeld = new Set(
    (await tx.passHold.findMany({ where: open, select: { visitPassId: true } })).map(({ visitPassId }) => visitPassId),
  )
  const waiting = await tx.visitPass.findMany({ where, select: { id: true, appointmentId: true, holds: { select: { tellsGuest: true } } } })
  const released = waiting.filter(({ id }) => !stillHeld.has(id))
  await tx.visitPass.updateMany({ where: { ...where, id: { in: released.map(({ id }) => id) } }, data: { status: 'DRAFT' } })
  for (const { id, appointmentId, holds } of released) {
    const told = holds.every(({ tellsGuest }) => tellsGuest) ? {} : { tellsGuest: false }
    await emit(tx, organizationOf(ctx), VisitPassReleased, { visitPassId: id, appointmentId, ...told }, ctx.now())
  }
  return released.map(({ id }) => id)
}
