import { systemCtx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import type { AccessController } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { AccessControllerDue } from '../events'
import { usualInterval } from './sync-outcome'

/** Controllers that one run asks for at most; the next takes the rest. */
const batch = 200

/** Asks for a controller to be looked at whole. */
export async function askForSync(tx: TenantTransaction, organizationId: string, accessControllerId: string, now: Date): Promise<void> {
  const eventId = await emit(tx, organizationId, AccessControllerDue, { accessControllerId }, now)
  await tx.accessController.updateMany({ where: { id: accessControllerId }, data: { eventId } })
}

/** Forgets the event by which a controller was asked for before, once it is done: there is one every few minutes. */
async function forgetDone({ organizationId, eventId }: AccessController): Promise<void> {
  if (!eventId) return
  const isDone = { sequence: { not: null }, reactions: { some: {}, every: { status: 'DONE' as const } } }
  await prisma.outboxEvent.deleteMany({ where: { id: eventId, organizationId, ...isDone } })
}

/**
 * Asks for the controllers that are due: each every few minutes, sooner where it did not answer. One that was revoked is asked for until it
 * holds nothing. Run by two at once, each is asked for once.
 * @returns how many were asked for
 */
export async function askSyncs(now = new Date(), only?: { organizationId: string }): Promise<number> {
  const due = await prisma.accessController.findMany({
    where: { ...only, nextSyncAt: { lte: now }, OR: [{ revokedAt: null }, { credentials: { some: {} } }, { problem: { not: null } }] },
    orderBy: { nextSyncAt: 'asc' },
    take: batch,
  })
  return oneByOne(due, async (row) => {
    const { id, organizationId, nextSyncAt } = row
    const isAsked = await systemCtx(organizationId).transaction(async (tx) => {
      const { count } = await tx.accessController.updateMany({
        where: { id, nextSyncAt },
        data: { nextSyncAt: new Date(now.getTime() + usualInterval) },
      })
      if (count === 1) await askForSync(tx, organizationId, id, now)
      return count === 1
    })
    if (isAsked) await forgetDone(row)
    return isAsked
  })
}
