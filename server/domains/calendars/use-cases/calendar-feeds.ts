import type { z } from 'zod'
import { calendarFeedSchema, createCalendarFeedSchema, mostFeeds } from '#shared/schemas/calendars'
import type { AuditAction } from '#shared/audit-actions'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId, newId } from '../../../core/ids'
import { hashToken, newToken } from '../../../core/token'
import type { CalendarFeed, CalendarFeedContent } from '../../../generated/prisma/client'
import { env } from '../../../infra/env'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { calendarsPermission, mayManageCalendars } from '../policy'

/** A secret address as it is listed: without what it would be opened by. */
export type CalendarFeedRow = Omit<CalendarFeed, 'secretHash'>

/** A secret address as it is shown once. */
export interface ShownFeed {
  row: CalendarFeedRow
  url: string
}

const shown = { secretHash: true } as const

/**
 * Secret addresses of a host's calendar that work, oldest first.
 * @param hostId whose; absent: the caller's own
 * @throws Refusal for whoever is no host and manages nobody
 */
export async function listCalendarFeeds(ctx: Ctx, hostId: string | null = ctx.hostId): Promise<CalendarFeedRow[]> {
  calendarsPermission(ctx)
  if (!hostId || !isId(hostId) || !mayManageCalendars(ctx, hostId)) return []
  return ctx.db.calendarFeed.findMany({ where: { hostId, revokedAt: null }, omit: shown, orderBy: { id: 'asc' }, take: mostFeeds })
}

/** Secret addresses by id, as far as the caller may manage them. */
export async function findCalendarFeeds(ctx: Ctx, ids: readonly string[]): Promise<CalendarFeedRow[]> {
  if (!mayManageCalendars(ctx, ctx.hostId)) return []
  const rows = await ctx.db.calendarFeed.findMany({ where: { id: { in: ids.filter(isId) } }, omit: shown })
  return rows.filter(({ hostId }) => mayManageCalendars(ctx, hostId))
}

/** Takes a host for the rest of the transaction: of addresses made at once none is one too many. */
const holdHost = async (ctx: Ctx, tx: TenantTransaction, id: string): Promise<boolean> =>
  (await tx.host.updateMany({ where: { id }, data: { organizationId: organizationOf(ctx) } })).count === 1

async function make(ctx: Ctx, tx: TenantTransaction, feed: { hostId: string; content: CalendarFeedContent }): Promise<ShownFeed> {
  const [id, secret] = [newId(), newToken('gcc_')]
  const made = { id, organizationId: organizationOf(ctx), ...feed, secretHash: hashToken(secret), hint: secret.slice(0, 10) }
  const row = await tx.calendarFeed.create({ data: { ...made, createdAt: ctx.now() }, omit: shown })
  return { row, url: new URL(`/calendar/${secret}.ics`, env.PUBLIC_URL).href }
}

const note = (ctx: Ctx, tx: TenantTransaction, action: AuditAction, { id, hint, hostId, content }: CalendarFeedRow) =>
  audit(ctx, tx, action, { type: 'CalendarFeed', id }, { hint, hostId, content })

/**
 * Makes a secret address at which calendar programs read the visits of a host. It is in this answer alone; only its hash is kept.
 * @returns it, or NOT_FOUND, VALIDATION_FAILED
 */
export async function createCalendarFeed(ctx: Ctx, input: z.input<typeof createCalendarFeedSchema>): Promise<ShownFeed | Failure> {
  calendarsPermission(ctx)
  const { data, failed } = validate(ctx, createCalendarFeedSchema, input)
  if (failed) return failed
  const hostId = data.hostId ?? ctx.hostId
  if (!hostId) return invalid(ctx, [{ path: ['hostId'], key: 'hostRequired' }])
  if (!isId(hostId) || !mayManageCalendars(ctx, hostId)) return notFound(ctx, 'hostId')
  return ctx.transaction(async (tx) => {
    if (!(await holdHost(ctx, tx, hostId))) return notFound(ctx, 'hostId')
    const working = await tx.calendarFeed.count({ where: { hostId, revokedAt: null } })
    if (working >= mostFeeds) return invalid(ctx, [{ path: [], key: 'tooManyFeeds', values: { maximum: mostFeeds } }])
    const made = await make(ctx, tx, { hostId, content: data.content })
    await note(ctx, tx, 'calendar_feed.create', made.row)
    return made
  })
}

/** Withdraws a secret address, if it still works. */
async function end(ctx: Ctx, tx: TenantTransaction, id: string): Promise<CalendarFeedRow | null> {
  const found = await tx.calendarFeed.findUnique({ where: { id }, omit: shown })
  if (!found || !mayManageCalendars(ctx, found.hostId)) return null
  const { count } = await tx.calendarFeed.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: ctx.now() } })
  return count === 1 ? { ...found, revokedAt: ctx.now() } : null
}

/** Withdraws a secret address at once. @returns what it was, or NOT_FOUND, also for one that was withdrawn before */
export async function revokeCalendarFeed(ctx: Ctx, input: z.input<typeof calendarFeedSchema>): Promise<CalendarFeedRow | Failure> {
  calendarsPermission(ctx)
  const { data, failed } = validate(ctx, calendarFeedSchema, input)
  if (failed) return failed
  if (!isId(data.calendarFeedId)) return notFound(ctx, 'calendarFeedId')
  return ctx.transaction(async (tx) => {
    const ended = await end(ctx, tx, data.calendarFeedId)
    if (!ended) return notFound(ctx, 'calendarFeedId')
    await note(ctx, tx, 'calendar_feed.revoke', ended)
    return ended
  })
}

/** Puts a new secret address in the place of one, which is withdrawn at once. @returns the new one, or NOT_FOUND */
export async function replaceCalendarFeed(ctx: Ctx, input: z.input<typeof calendarFeedSchema>): Promise<ShownFeed | Failure> {
  calendarsPermission(ctx)
  const { data, failed } = validate(ctx, calendarFeedSchema, input)
  if (failed) return failed
  if (!isId(data.calendarFeedId)) return notFound(ctx, 'calendarFeedId')
  return ctx.transaction(async (tx) => {
    const ended = await end(ctx, tx, data.calendarFeedId)
    if (!ended) return notFound(ctx, 'calendarFeedId')
    const made = await make(ctx, tx, { hostId: ended.hostId, content: ended.content })
    await note(ctx, tx, 'calendar_feed.replace', made.row)
    return made
  })
}
