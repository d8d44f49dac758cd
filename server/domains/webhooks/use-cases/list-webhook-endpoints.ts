import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { hiddenOfEndpoint, openEndpoints, withApplication, type WebhookEndpointRow } from './endpoint-rows'

/** Endpoints of the organization, or of one application, or of some ids: the oldest first. */
export async function listWebhookEndpoints(
  ctx: Ctx,
  { applicationId, ids }: { applicationId?: string | null; ids?: readonly string[] } = {},
): Promise<WebhookEndpointRow[]> {
  authorize(ctx, 'application:manage')
  if (applicationId && !isId(applicationId)) return []
  const where = { deletedAt: null, ...(applicationId ? { applicationId } : {}), ...(ids ? { id: { in: [...ids] } } : {}) }
  return openEndpoints(
    ctx,
    await ctx.db.webhookEndpoint.findMany({ where, omit: hiddenOfEndpoint, include: withApplication, orderBy: { id: 'asc' }, take: 200 }),
  )
}

/** How many secrets of an endpoint sign now: more than one while one takes the place of another. */
export function signingSecrets(ctx: Ctx, endpointId: string): Promise<number> {
  authorize(ctx, 'application:manage')
  return ctx.db.webhookSecret.count({ where: { endpointId, OR: [{ expiresAt: null }, { expiresAt: { gt: ctx.now() } }] } })
}

/** What a day (UTC) of an endpoint came to. */
export interface WebhookDayRow {
  day: Date
  delivered: number
  failed: number
  /** Milliseconds: of an attempt on average, and of the slowest. */
  average: number
  slowest: number
}

const day = 86_400_000

/** The last days of an endpoint, the oldest first; days without attempts are not among them. */
export async function webhookStatistics(ctx: Ctx, endpointId: string, days = 30): Promise<WebhookDayRow[]> {
  authorize(ctx, 'application:manage')
  const from = new Date(Math.floor(ctx.now().getTime() / day) * day - (days - 1) * day)
  const rows = await ctx.db.webhookDay.findMany({ where: { endpointId, day: { gte: from } }, orderBy: { day: 'asc' } })
  return rows.map(({ duration, ...row }) => ({
    day: row.day,
    delivered: row.delivered,
    failed: row.failed,
    slowest: row.slowest,
    average: Math.round(Number(duration) / Math.max(1, row.delivered + row.failed)),
  }))
}
