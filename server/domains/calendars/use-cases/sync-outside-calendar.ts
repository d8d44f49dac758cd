import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { isId } from '../../../core/ids'
import type { OutsideCalendar } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { log } from '../../../infra/log'
import type { TenantTransaction } from '../../../infra/tenant-client'
import type { Span } from '../busy-spans'
import { openAddress } from '../outside-address'
import { busyTimes } from '../outside/busy-times'
import { fetchCalDav } from '../outside/caldav'
import { fetchFile, type Fetched } from '../outside/fetch-calendar'
import { PullFailed } from '../outside/pull-failed'
import { soonAfter, usualInterval } from './ask-outside-calendars'

const day = 86_400_000

/** Around now what is busy is known, in days; a calendar that says to be unchanged is read anew once a day all the same: today has moved. */
const reach = { back: 1, ahead: 366 }

/** The longest wait after failures, and how long they may go on before a calendar is given up, in milliseconds. */
const longestWait = day
const givenUpAfter = 7 * day

/** Busy times written at once. */
const chunk = 1_000

/**
 * Looks into a calendar outside and keeps when it is busy; nothing else of it. What its server answers changes nothing until it is
 * read as a whole. Run again it does the same, run twice at once one after the other.
 */
export async function syncOutsideCalendar(
  { organizationId }: JobContext,
  { outsideCalendarId: id }: { outsideCalendarId: string },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  const row = await ctx.db.outsideCalendar.findUnique({ where: { id } })
  if (!row || row.disabledAt) return
  try {
    await succeed(ctx, row, await look(ctx, row))
  } catch (error) {
    if (!(error instanceof PullFailed)) throw error
    await fail(ctx, row, error)
  }
}

/** What was found: nothing new, or all busy times. */
type Found = { isUnchanged: true } | { isUnchanged: false; times: Span[]; etag: string | null; lastModified: string | null }

async function look(ctx: Ctx, row: OutsideCalendar): Promise<Found> {
  const now = ctx.now()
  const address = openAddress(await keyringOf(row.organizationId), row)
  const span = { from: new Date(now.getTime() - reach.back * day), to: new Date(now.getTime() + reach.ahead * day) }
  const isFresh = row.readAt !== null && row.readAt.getTime() > now.getTime() - day
  const known = isFresh ? { etag: row.etag, lastModified: row.lastModified } : { etag: null, lastModified: null }
  const fetched: Fetched = row.kind === 'ICS' ? await fetchFile(address, known) : await fetchCalDav(address, known, span)
  if (fetched.isUnchanged) return fetched
  const { texts, etag, lastModified } = fetched
  const zone = await zoneOf(ctx, row)
  const times = await busyTimes(texts, { ...span, zone, own: (uids) => ownEvents(ctx, uids) })
  return { isUnchanged: false, etag, lastModified, times }
}

/** The zone of times without one: that of the room's site, or of the organization. */
async function zoneOf(ctx: Ctx, { roomId, organizationId }: OutsideCalendar): Promise<string> {
  const room = roomId ? await ctx.db.room.findUnique({ where: { id: roomId }, select: { site: { select: { timeZone: true } } } }) : null
  if (room) return room.site.timeZone
  const organization = await prisma.organization.findUnique({ where: { id: organizationId }, select: { timeZone: true } })
  return organization?.timeZone ?? 'UTC'
}

/** Which events are visits of the organization: they come back by a calendar that reads ours, and are known already. */
async function ownEvents(ctx: Ctx, uids: string[]): Promise<ReadonlySet<string>> {
  const named = new Map(
    uids.flatMap((uid) => {
      const id = /^(.{36})@guest-center$/.exec(uid)?.[1] ?? ''
      return isId(id) ? [[id, uid] as const] : []
    }),
  )
  const where = { id: { in: [...named.keys()].slice(0, 20_000) } }
  const [visits, series] = [
    await ctx.db.appointment.findMany({ where, select: { id: true } }),
    await ctx.db.appointmentSeries.findMany({ where, select: { id: true } }),
  ]
  return new Set([...visits, ...series].flatMap(({ id }) => named.get(id) ?? []))
}

async function replaceTimes(tx: TenantTransaction, { id, organizationId }: OutsideCalendar, times: Span[]): Promise<void> {
  await tx.outsideBusyTime.deleteMany({ where: { outsideCalendarId: id } })
  for (let from = 0; from < times.length; from += chunk)
    await tx.outsideBusyTime.createMany({
      data: times.slice(from, from + chunk).map((time) => ({ organizationId, outsideCalendarId: id, ...time })),
    })
}

async function succeed(ctx: Ctx, row: OutsideCalendar, found: Found): Promise<void> {
  const now = ctx.now()
  const read = found.isUnchanged ? {} : { readAt: now, etag: found.etag, lastModified: found.lastModified }
  await ctx.transaction(async (tx) => {
    // Its lock makes whoever reads the same calendar wait; deleted meanwhile, nothing of it is kept.
    const { count } = await tx.outsideCalendar.updateMany({
      where: { id: row.id, disabledAt: null },
      data: { ...read, succeededAt: now, failures: 0, problem: null, nextTryAt: soonAfter(now) },
    })
    if (count === 1 && !found.isUnchanged) await replaceTimes(tx, row, found.times)
  })
}

/** Notes what went wrong and when it is tried again. Busy times stay as they were; after a week of failures they go, with a note that they did. */
async function fail(ctx: Ctx, row: OutsideCalendar, { problem }: PullFailed): Promise<void> {
  const now = ctx.now()
  const isGivenUp = now.getTime() - (row.succeededAt ?? row.createdAt).getTime() > givenUpAfter
  const wait = Math.min(usualInterval * 2 ** Math.min(row.failures, 10), longestWait)
  await ctx.transaction(async (tx) => {
    await tx.outsideCalendar.updateMany({
      where: { id: row.id, disabledAt: null },
      data: { problem, failures: { increment: 1 }, nextTryAt: soonAfter(now, wait), ...(isGivenUp ? { disabledAt: now } : {}) },
    })
    if (isGivenUp) await tx.outsideBusyTime.deleteMany({ where: { outsideCalendarId: row.id } })
  })
  log.info({ outsideCalendarId: row.id, problem, isGivenUp }, 'a calendar outside could not be read')
}
