import { systemCtx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import type { OutsideCalendar } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { OutsideCalendarDue } from '../events'

/** How often a calendar is looked into, in milliseconds. */
export const usualInterval = 15 * 60_000

/** Calendars that one run asks for at most; the next takes the rest. */
const batch = 200

/** When a calendar is looked into next: not all of them at the same moment. */
export const soonAfter = (now: Date, interval = usualInterval): Date => new Date(now.getTime() + interval * (0.9 + Math.random() * 0.2))

/** Asks for a calendar to be looked into. */
export async function askFor(tx: TenantTransaction, { id, organizationId }: OutsideCalendar, now: Date): Promise<void> {
  const asked = await emit(tx, organizationId, OutsideCalendarDue, { outsideCalendarId: id }, now)
  await tx.outsideCalendar.updateMany({ where: { id }, data: { eventId: asked } })
}

/** Forgets the event by which a calendar was asked for before, once it is done: there is one every quarter of an hour. */
async function forgetDone({ organizationId, eventId }: OutsideCalendar): Promise<void> {
  if (!eventId) return
  const isDone = { sequence: { not: null }, reactions: { some: {}, every: { status: 'DONE' as const } } }
  await prisma.outboxEvent.deleteMany({ where: { id: eventId, organizationId, ...isDone } })
}

/**
 * Asks for the calendars outside that are due. Run by two at once, each is asked for once.
 * @returns how many were asked for
 */
export async function askOutsideCalendars(now = new Date(), only?: { organizationId: string }): Promise<number> {
  const due = await prisma.outsideCalendar.findMany({
    where: { ...only, disabledAt: null, nextTryAt: { lte: now } },
    orderBy: { nextTryAt: 'asc' },
    take: batch,
  })
  return oneByOne(due, async (row) => {
    const { id, organizationId, nextTryAt } = row
    const isAsked = await systemCtx(organizationId).transaction(async (tx) => {
      const { count } = await tx.outsideCalendar.updateMany({
        where: { id, nextTryAt, disabledAt: null },
        data: { nextTryAt: soonAfter(now) },
      })
      if (count === 1) await askFor(tx, row, now)
      return count === 1
    })
    if (isAsked) await forgetDone(row)
    return isAsked
  })
}
