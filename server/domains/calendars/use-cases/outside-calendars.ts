import type { z } from 'zod'
import {
  changeOutsideCalendarSchema,
  connectOutsideCalendarSchema,
  mostOutsideCalendars,
  outsideCalendarSchema,
} from '#shared/schemas/calendars'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import type { OutsideCalendar } from '../../../generated/prisma/client'
import { env } from '../../../infra/env'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { sealAddress } from '../outside-address'
import { calendarUrl } from '../outside/fetch-calendar'
import { mayManageOutside, outsidePermission, type Busy } from '../policy'
import { askFor } from './ask-outside-calendars'

/** A calendar outside as it is listed: without where it is and how it is opened. */
export type OutsideCalendarRow = Omit<OutsideCalendar, 'sealedAddress' | 'etag' | 'lastModified' | 'eventId'>

const shown = { sealedAddress: true, etag: true, lastModified: true, eventId: true } as const

/** How soon a calendar may be asked for again by hand, in milliseconds. */
const handInterval = 30_000

const busyOf = ({ hostId, roomId }: Busy) => (roomId ? { roomId } : { hostId })

/**
 * Calendars outside of a host or of a room, as far as the caller may see to them, oldest first.
 * @throws Refusal for whoever is no host and sees to none
 */
export async function listOutsideCalendars(ctx: Ctx, busy: Busy): Promise<OutsideCalendarRow[]> {
  outsidePermission(ctx)
  const id = busy.roomId ?? busy.hostId
  if (!id || !isId(id) || !mayManageOutside(ctx, busy)) return []
  return ctx.db.outsideCalendar.findMany({ where: busyOf(busy), omit: shown, orderBy: { id: 'asc' }, take: mostOutsideCalendars })
}

/** Calendars outside by id, as far as the caller may see to them. */
export async function findOutsideCalendars(ctx: Ctx, ids: readonly string[]): Promise<OutsideCalendarRow[]> {
  if (ctx.organizationId === null || ctx.actor.type !== 'user') return []
  const rows = await ctx.db.outsideCalendar.findMany({ where: { id: { in: ids.filter(isId) } }, omit: shown })
  return rows.filter((row) => mayManageOutside(ctx, row))
}

/** Takes whose calendar it is to be for the rest of the transaction: of several connected at once none is one too many. */
async function hold(ctx: Ctx, tx: TenantTransaction, { hostId, roomId }: Busy): Promise<boolean> {
  const data = { organizationId: organizationOf(ctx) }
  const held = roomId
    ? await tx.room.updateMany({ where: { id: roomId }, data })
    : await tx.host.updateMany({ where: { id: hostId ?? '' }, data })
  return held.count === 1
}

type Connecting = z.infer<typeof connectOutsideCalendarSchema>

async function make(
  ctx: Ctx,
  tx: TenantTransaction,
  { kind, blocks, user, password }: Connecting,
  busy: Busy,
  url: URL,
): Promise<OutsideCalendarRow> {
  const [id, organizationId, now] = [newId(), organizationOf(ctx), ctx.now()]
  const address = { url: url.href, user: user || null, password: password || null }
  const sealedAddress = sealAddress(await keyringOf(organizationId), id, address)
  const about = { kind, blocks: busy.roomId ? blocks : false, server: url.hostname.slice(0, 253) }
  const row = await tx.outsideCalendar.create({
    data: { id, organizationId, ...busyOf(busy), ...about, sealedAddress, createdAt: now, nextTryAt: now },
  })
  await askFor(tx, row, now)
  return tx.outsideCalendar.findUniqueOrThrow({ where: { id }, omit: shown })
}

/**
 * Connects a calendar outside by which a host or a room is busy; the worker looks into it within seconds.
 * @returns it, or NOT_FOUND, VALIDATION_FAILED
 */
export async function connectOutsideCalendar(
  ctx: Ctx,
  input: z.input<typeof connectOutsideCalendarSchema>,
): Promise<OutsideCalendarRow | Failure> {
  outsidePermission(ctx)
  const { data, failed } = validate(ctx, connectOutsideCalendarSchema, input)
  if (failed) return failed
  const busy = data.roomId ? { hostId: null, roomId: data.roomId } : { hostId: data.hostId ?? ctx.hostId, roomId: null }
  const [path, of] = [data.roomId ? 'roomId' : 'hostId', busy.roomId ?? busy.hostId]
  if (!of) return invalid(ctx, [{ path: ['hostId'], key: 'hostRequired' }])
  if (!isId(of) || !mayManageOutside(ctx, busy)) return notFound(ctx, path)
  const url = calendarUrl(data.url)
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && env.NODE_ENV === 'test')
  if (!url || !isAllowed) return invalid(ctx, [{ path: ['url'], key: 'calendarUrl' }])
  return ctx.transaction(async (tx) => {
    if (!(await hold(ctx, tx, busy))) return notFound(ctx, path)
    const there = await tx.outsideCalendar.count({ where: busyOf(busy) })
    if (there >= mostOutsideCalendars)
      return invalid(ctx, [{ path: [], key: 'tooManyCalendars', values: { maximum: mostOutsideCalendars } }])
    const made = await make(ctx, tx, data, busy, url)
    const { id, kind, server } = made
    await audit(ctx, tx, 'outside_calendar.connect', { type: 'OutsideCalendar', id }, { kind, server, ...busyOf(busy) })
    return made
  })
}

/** Finds a calendar that the caller may see to, and does something with it in one transaction. */
async function withCalendar(
  ctx: Ctx,
  outsideCalendarId: string,
  work: (tx: TenantTransaction, row: OutsideCalendar) => Promise<OutsideCalendarRow>,
): Promise<OutsideCalendarRow | Failure> {
  if (!isId(outsideCalendarId)) return notFound(ctx, 'outsideCalendarId')
  return ctx.transaction(async (tx) => {
    await tx.outsideCalendar.updateMany({ where: { id: outsideCalendarId }, data: { organizationId: organizationOf(ctx) } })
    const row = await tx.outsideCalendar.findUnique({ where: { id: outsideCalendarId } })
    return row && mayManageOutside(ctx, row) ? work(tx, row) : notFound(ctx, 'outsideCalendarId')
  })
}

const read = (tx: TenantTransaction, id: string) => tx.outsideCalendar.findUniqueOrThrow({ where: { id }, omit: shown })

/** Gives up a calendar outside, with all that is known of it. @returns what it was, or NOT_FOUND */
export async function disconnectOutsideCalendar(
  ctx: Ctx,
  input: z.input<typeof outsideCalendarSchema>,
): Promise<OutsideCalendarRow | Failure> {
  outsidePermission(ctx)
  const { data, failed } = validate(ctx, outsideCalendarSchema, input)
  if (failed) return failed
  return withCalendar(ctx, data.outsideCalendarId, async (tx, { id, kind, server, hostId, roomId }) => {
    const before = await read(tx, id)
    await tx.outsideCalendar.deleteMany({ where: { id } })
    await audit(ctx, tx, 'outside_calendar.disconnect', { type: 'OutsideCalendar', id }, { kind, server, ...busyOf({ hostId, roomId }) })
    return before
  })
}

/** Has a calendar outside looked into now, also one that was given up. @returns it, or NOT_FOUND */
export async function retryOutsideCalendar(ctx: Ctx, input: z.input<typeof outsideCalendarSchema>): Promise<OutsideCalendarRow | Failure> {
  outsidePermission(ctx)
  const { data, failed } = validate(ctx, outsideCalendarSchema, input)
  if (failed) return failed
  return withCalendar(ctx, data.outsideCalendarId, async (tx, row) => {
    const now = ctx.now()
    const asked = row.eventId ? await tx.outboxEvent.findUnique({ where: { id: row.eventId }, select: { occurredAt: true } }) : null
    const isRecent = asked !== null && asked.occurredAt.getTime() > now.getTime() - handInterval
    await tx.outsideCalendar.updateMany({ where: { id: row.id }, data: { disabledAt: null } })
    if (!isRecent || row.disabledAt) await askFor(tx, row, now)
    return read(tx, row.id)
  })
}

/** Says whether a room that is busy by a calendar outside can be booked all the same. @returns it, or NOT_FOUND */
export async function changeOutsideCalendar(
  ctx: Ctx,
  input: z.input<typeof changeOutsideCalendarSchema>,
): Promise<OutsideCalendarRow | Failure> {
  outsidePermission(ctx)
  const { data, failed } = validate(ctx, changeOutsideCalendarSchema, input)
  if (failed) return failed
  return withCalendar(ctx, data.outsideCalendarId, async (tx, { id, roomId }) => {
    const { count } = await tx.outsideCalendar.updateMany({
      where: { id, roomId: { not: null }, blocks: !data.blocks },
      data: { blocks: data.blocks },
    })
    if (count === 1) await audit(ctx, tx, 'outside_calendar.change', { type: 'OutsideCalendar', id }, { roomId, blocks: data.blocks })
    return read(tx, id)
  })
}
