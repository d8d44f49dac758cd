import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { WebhookAttempt, WebhookDelivery, WebhookDeliveryStatus } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { withFrozen } from '../deliver/freeze-body'

/** A delivery as whoever manages applications may see it. */
export type WebhookDeliveryRow = WebhookDelivery

/** One try of a delivery, with what was answered. */
export type WebhookAttemptRow = Omit<WebhookAttempt, 'sealedResponse'> & { response: string | null }

const ofThere = { endpoint: { deletedAt: null } } as const

/** A delivery of an endpoint that is there. */
export const findDelivery = (ctx: Ctx, id: string): Promise<WebhookDeliveryRow | null> =>
  ctx.db.webhookDelivery.findFirst({ where: { id, ...ofThere } })

/** Deliveries of some ids. */
export function findWebhookDeliveries(ctx: Ctx, ids: readonly string[]): Promise<WebhookDeliveryRow[]> {
  authorize(ctx, 'application:manage')
  return ctx.db.webhookDelivery.findMany({ where: { id: { in: [...ids] }, ...ofThere } })
}

/** Deliveries of an endpoint, for a page of a list by id. */
export function listWebhookDeliveries(
  ctx: Ctx,
  { endpointId, status }: { endpointId: string; status: WebhookDeliveryStatus | null },
  page: { where: { id?: { gt?: string; lt?: string } }; orderBy: { id: 'asc' | 'desc' }; take: number },
): Promise<WebhookDeliveryRow[]> {
  authorize(ctx, 'application:manage')
  const { where, orderBy, take } = page
  return ctx.db.webhookDelivery.findMany({ where: { endpointId, ...ofThere, ...(status && { status }), ...where }, orderBy, take })
}

/** Tries of a delivery that are shown at most, the newest. */
const mostShown = 50

/** Tries of a delivery, the newest first. */
export async function listWebhookAttempts(ctx: Ctx, deliveryId: string): Promise<WebhookAttemptRow[]> {
  authorize(ctx, 'application:manage')
  const rows = await ctx.db.webhookAttempt.findMany({ where: { deliveryId }, orderBy: { number: 'desc' }, take: mostShown })
  const keyring = await keyringOf(organizationOf(ctx))
  return rows.map(({ sealedResponse, ...row }) => ({
    ...row,
    response: sealedResponse ? openForOrganization(keyring, sealedResponse, sealedColumns.webhookResponse, row.id).toString() : null,
  }))
}

/** The body of a delivery as it is sent; without a selection that is still to be asked. */
export async function bodyAsSent(ctx: Ctx, delivery: WebhookDeliveryRow): Promise<string> {
  authorize(ctx, 'application:manage')
  return withFrozen(organizationOf(ctx), delivery)
}
