import { handOverDeliverySchema } from '#shared/schemas/deliveries'
import type { z } from 'zod'
import { audit } from '../../../core/audit'
import { reachOf } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { sealedColumns } from '../../../core/organization-seal'
import { isSiteWithin } from '../../../core/within'
import { keyringOf } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import { openDeliveries, sealText, type DeliveryRow } from '../delivery-texts'
import { DeliveryHandedOver } from '../events'
import { authorizeDesk } from '../policy'

/**
 * Hands a parcel over, and notes who took it. Of several who do it at once one does.
 * @returns the parcel, or NOT_FOUND, VALIDATION_FAILED for one that was handed over before
 */
export async function handOverDelivery(ctx: Ctx, input: z.input<typeof handOverDeliverySchema>): Promise<DeliveryRow | Failure> {
  const handedById = authorizeDesk(ctx)
  const { data, failed } = validate(ctx, handOverDeliverySchema, input)
  if (failed) return failed
  const { deliveryId: id, takenBy } = data
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    const found = isId(id) ? await tx.delivery.findFirst({ where: { id }, select: { siteId: true } }) : null
    if (!found || !isSiteWithin(reachOf(ctx, 'scan:admit'), found.siteId)) return notFound(ctx, 'deliveryId')
    const sealedTakenBy = sealText(keyring, sealedColumns.deliveryTakenBy, id, takenBy)
    const { count } = await tx.delivery.updateMany({
      where: { id, status: 'WAITING' },
      data: { status: 'HANDED_OVER', sealedTakenBy, handedById, handedAt: ctx.now(), remindAt: null },
    })
    if (count === 0) return invalid(ctx, [{ path: ['deliveryId'], key: 'deliveryGone' }])
    await audit(ctx, tx, 'delivery.hand_over', { type: 'Delivery', id })
    await emit(tx, organizationOf(ctx), DeliveryHandedOver, { deliveryId: id, siteId: found.siteId }, ctx.now())
    return (await openDeliveries(tx, keyring, await tx.delivery.findMany({ where: { id } })))[0] ?? notFound(ctx, 'deliveryId')
  })
}
