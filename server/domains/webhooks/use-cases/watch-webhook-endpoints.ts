import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { endWebhookEndpoint, systemCtxAt, tellOfEndpoint } from './end-webhook-endpoint'

const hour = 3_600_000

/** After how long without a success its owners are told, and an endpoint is disabled, in milliseconds (contracts.md). */
const warnedAfter = 72 * hour
const disabledAfter = 120 * hour

interface Only {
  organizationId: string
}

const failing = (before: Date, more: object, only?: Only) =>
  prisma.webhookEndpoint.findMany({
    where: { ...only, disabledAt: null, deletedAt: null, failingSince: { lte: before }, ...more },
    select: { id: true, organizationId: true },
    take: 200,
  })

/** Tells of an endpoint that has failed for three days, once until it succeeds. @returns whether anybody was to be told */
async function warn({ id, organizationId }: { id: string; organizationId: string }, now: Date): Promise<boolean> {
  const ctx = systemCtxAt(organizationId, now)
  return ctx.transaction(async (tx) => {
    const where = { id, disabledAt: null, deletedAt: null, warnedAt: null, failingSince: { lte: new Date(now.getTime() - warnedAfter) } }
    const { count } = await tx.webhookEndpoint.updateMany({ where, data: { warnedAt: now } })
    if (count === 1) await tellOfEndpoint(ctx, tx, id, 'WARNED')
    return count === 1
  })
}

/**
 * Looks after endpoints that fail: their owners are told after 72 hours without a success, and after 120 they are disabled; never one whose
 * owners were not told a day before. Run by two at once, each is told of once.
 * @returns how many were told of or disabled
 */
export async function watchWebhookEndpoints(now = new Date(), only?: Only): Promise<number> {
  const toldBefore = { warnedAt: { lte: new Date(now.getTime() - 24 * hour) } }
  const dead = await failing(new Date(now.getTime() - disabledAfter), toldBefore, only)
  const ended = await oneByOne(dead, ({ id, organizationId }) => endWebhookEndpoint(organizationId, id, 'FAILING', now))
  const ill = await failing(new Date(now.getTime() - warnedAfter), { warnedAt: null }, only)
  return ended + (await oneByOne(ill, (row) => warn(row, now)))
}
