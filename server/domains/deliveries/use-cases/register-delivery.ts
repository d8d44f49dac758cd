import { registerDeliverySchema } from '#shared/schemas/deliveries'
import type { z } from 'zod'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { isId, newId } from '../../../core/ids'
import { sealedColumns } from '../../../core/organization-seal'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { openDeliveries, sealText, type DeliveryRow } from '../delivery-texts'
import { DeliveryRegistered } from '../events'
import { authorizeDesk } from '../policy'

/** How long a parcel waits before whoever it is for is reminded, in milliseconds. */
export const reminderAfter = 24 * 3_600_000

type Parcel = Omit<z.output<typeof registerDeliverySchema>, 'idempotencyKey'>

async function write(ctx: Ctx, tx: TenantTransaction, keyring: Keyring, parcel: Parcel, by: string): Promise<DeliveryRow | Failure> {
  const { siteId, hostId, sender, note } = parcel
  const site = isId(siteId) ? await tx.site.findFirst({ where: { id: siteId }, select: { closedAt: true } }) : null
  if (!site) return notFound(ctx, 'siteId')
  if (site.closedAt) return invalid(ctx, [{ path: ['siteId'], key: 'siteClosed' }])
  const host = isId(hostId) ? await tx.host.findFirst({ where: { id: hostId }, select: { id: true } }) : null
  if (!host) return notFound(ctx, 'hostId')
  const [id, organizationId, now] = [newId(), organizationOf(ctx), ctx.now()]
  const row = await tx.delivery.create({
    data: {
      id,
      organizationId,
      siteId,
      hostId,
      sealedSender: sealText(keyring, sealedColumns.deliverySender, id, sender),
      sealedNote: note ? sealText(keyring, sealedColumns.deliveryNote, id, note) : null,
      status: 'WAITING',
      registeredById: by,
      registeredAt: now,
      remindAt: new Date(now.getTime() + reminderAfter),
    },
  })
  await audit(ctx, tx, 'delivery.register', { type: 'Delivery', id }, { siteId, hostId })
  await emit(tx, organizationId, DeliveryRegistered, { deliveryId: id, siteId }, now)
  return (await openDeliveries(tx, keyring, [row]))[0] ?? notFound(ctx)
}

/**
 * Takes in a parcel for somebody, who is told by mail.
 * @returns the parcel, or NOT_FOUND, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function registerDelivery(ctx: Ctx, input: z.input<typeof registerDeliverySchema>): Promise<DeliveryRow | Failure> {
  const by = authorizeDesk(ctx, input.siteId)
  const { data, failed } = validate(ctx, registerDeliverySchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...parcel } = data
  const keyring = await keyringOf(organizationOf(ctx))
  return once<DeliveryRow>(
    ctx,
    { key, operation: 'registerDelivery', input: parcel },
    async (id) => {
      const rows = await ctx.db.delivery.findMany({ where: { id } })
      return (await openDeliveries(ctx.db, keyring, rows))[0] ?? null
    },
    (tx) => write(ctx, tx, keyring, parcel, by),
  )
}
