import { webhookMemoryDays } from '#shared/schemas/webhooks'
import { reachOf, refusal } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { Refusal } from '../../../core/errors'
import { translate } from '../../../infra/i18n'
import { newestSequence } from '../../../infra/newest-sequence.sql'
import { webhookEventTypes } from '../event-types'
import { bodyOf, type WebhookBody } from '../payload'

/** Events of the organization that one call looks at: whoever may hear of few comes again from where it ended. */
const mostLookedAt = 1_000

/** An event of the log. */
export interface EventEntry {
  /** The webhook-id that endpoints are told it by. */
  id: string
  cursor: string
  body: WebhookBody
}

/** A page of the log. */
export interface EventPage {
  events: EventEntry[]
  /** From where to ask next, also where nothing was found. */
  cursor: string
  hasMore: boolean
}

/** The names of the events that the caller may hear of: what each demands for the whole organization. */
function heardBy(ctx: Ctx): string[] {
  const names = webhookEventTypes.filter(({ scope }) => reachOf(ctx, scope ?? 'application:manage') === 'all').map(({ name }) => name)
  if (names.length === 0) throw refusal(ctx)
  return names
}

/** Refuses to go on from a place of which something may be gone. @throws Refusal CURSOR_EXPIRED, BAD_USER_INPUT */
async function checkCursor(ctx: Ctx, after: bigint, oldest: Date): Promise<void> {
  if (after > BigInt(await newestSequence())) throw new Refusal('BAD_USER_INPUT', 'The cursor is not one of this log')
  const next = await ctx.db.outboxEvent.findFirst({
    where: { sequence: { gt: after } },
    orderBy: { sequence: 'asc' },
    select: { occurredAt: true },
  })
  if (next && next.occurredAt < oldest)
    throw new Refusal('CURSOR_EXPIRED', translate(ctx.language, 'errors.cursorExpired', { days: webhookMemoryDays }))
}

function cursorOf(ctx: Ctx, after: string | null): bigint | null {
  if (after === null) return null
  if (!/^\d{1,15}$/.test(after)) throw new Refusal('BAD_USER_INPUT', 'The cursor is not one of this log')
  return BigInt(after)
}

/**
 * Reads the log of what integrators are told, in the order in which it was committed; of each event what an endpoint without a selection is
 * sent. It goes back 30 days.
 * @param after the cursor of an earlier page; null for the oldest that is kept
 * @throws Refusal CURSOR_EXPIRED for a cursor after which something was kept too long ago, FORBIDDEN, BAD_USER_INPUT
 */
export async function listEvents(ctx: Ctx, { after, first }: { after: string | null; first: number }): Promise<EventPage> {
  const names = heardBy(ctx)
  if (first < 1 || first > 100) throw new Refusal('BAD_USER_INPUT', 'Give first, a number from 1 to 100')
  const from = cursorOf(ctx, after)
  const oldest = new Date(ctx.now().getTime() - webhookMemoryDays * 86_400_000)
  if (from !== null) await checkCursor(ctx, from, oldest)
  const rows = await ctx.db.outboxEvent.findMany({
    where: { sequence: { gt: from ?? 0n }, ...(from === null ? { occurredAt: { gte: oldest } } : {}) },
    orderBy: { sequence: 'asc' },
    take: mostLookedAt,
  })
  const events: EventEntry[] = []
  let last = from ?? 0n
  let looked = 0
  for (const { id, type, payload, occurredAt, sequence } of rows) {
    if (events.length === first) break
    looked += 1
    last = sequence ?? last
    const body = names.includes(type)
      ? bodyOf({ type, payload: payload as Record<string, unknown>, occurredAt, sequence: Number(sequence) })
      : null
    if (body) events.push({ id, cursor: String(sequence), body })
  }
  return { events, cursor: String(last), hasMore: looked < rows.length || rows.length === mostLookedAt }
}
