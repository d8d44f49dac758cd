import { isFailure, type Failure } from '../../core/errors'
import { builder } from '../../graphql/builder'
import { connections, listById } from '../../graphql/connections'
import { enumOf } from '../../graphql/enums'
import { resultUnion } from '../../graphql/failures'
import { localId, optionalLocalId } from '../../graphql/global-id'
import type { DeliveryRow } from './delivery-texts'
import { findDeliveries } from './use-cases/find-deliveries'
import { handOverDelivery } from './use-cases/hand-over-delivery'
import { registerDelivery } from './use-cases/register-delivery'

const DeliveryStatusType = enumOf('DeliveryStatus', 'Where a parcel is.', {
  WAITING: 'At the reception.',
  HANDED_OVER: 'Somebody took it.',
})

builder.node('Delivery', {
  description: 'A parcel that waits at a reception for somebody, or did.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findDeliveries(ctx, { where: { id: { in: ids } } }, {}, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    site: t.field({ type: 'Site', description: 'Where.', resolve: ({ siteId }, _, ctx) => ctx.load.related('Site', siteId) }),
    host: t.field({ type: 'Host', description: 'For whom.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
    sender: t.exposeString('sender', { description: 'From whom, or who brought it.' }),
    note: t.exposeString('note', { nullable: true, description: 'What the desk noted of it.' }),
    status: t.expose('status', { type: DeliveryStatusType, description: 'Where it is.' }),
    registeredAt: t.expose('registeredAt', { type: 'DateTime', description: 'When it was taken in.' }),
    registeredBy: t.exposeString('registeredBy', { nullable: true, description: 'Who took it in.' }),
    takenBy: t.exposeString('takenBy', { nullable: true, description: 'Who took it; null while it waits.' }),
    handedBy: t.exposeString('handedBy', { nullable: true, description: 'Who handed it over.' }),
    handedAt: t.expose('handedAt', { type: 'DateTime', nullable: true, description: 'When.' }),
  }),
})

const DeliveryFilter = builder.inputType('DeliveryFilter', {
  description: 'Which parcels are listed.',
  fields: (t) => ({
    siteId: t.id({ description: 'Only at this site.' }),
    hostId: t.id({ description: 'Only for this host.' }),
    status: t.field({ type: DeliveryStatusType, description: 'Only those that are there.' }),
    mine: t.boolean({ description: 'Only those that are for the caller.' }),
  }),
})

builder.queryField('deliveries', (t) =>
  t.field({
    type: connections.Delivery,
    description: 'Parcels at the desks of the caller, and those for the caller; oldest first, ask for `last` to see the newest.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: DeliveryFilter, description: 'Which ones.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      const ids = { siteId: optionalLocalId('Site', filter?.siteId), hostId: optionalLocalId('Host', filter?.hostId) }
      return listById(args, (page) => findDeliveries(ctx, page, { ...filter, ...ids }))
    },
  }),
)

const RegisterDeliveryInput = builder.inputType('RegisterDeliveryInput', {
  description: 'A parcel to take in.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'At which site.' }),
    hostId: t.id({ required: true, description: 'For whom.' }),
    sender: t.string({ required: true, description: 'From whom, or who brought it.' }),
    note: t.string({ description: 'What there is to know of it.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours gives the first result.' }),
  }),
})

const HandOverDeliveryInput = builder.inputType('HandOverDeliveryInput', {
  description: 'A parcel to hand over.',
  fields: (t) => ({
    deliveryId: t.id({ required: true, description: 'Which one.' }),
    takenBy: t.string({ required: true, description: 'The name of whoever takes it.' }),
  }),
})

const result = (name: string, description: string, failures: ('IdempotencyKeyReused' | 'NotFound' | 'ValidationFailed')[]) => {
  const success = builder.objectRef<{ delivery: DeliveryRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ delivery: t.expose('delivery', { type: 'Delivery', description: 'The parcel.' }) }),
  })
  return resultUnion(`${name}Result`, [success], failures, `${name}Success`)
}

const answer = async (work: Promise<DeliveryRow | Failure>) => {
  const delivery = await work
  return isFailure(delivery) ? delivery : { delivery }
}

builder.mutationFields((t) => ({
  registerDelivery: t.field({
    type: result('RegisterDelivery', 'It waits; whoever it is for is told by mail.', [
      'IdempotencyKeyReused',
      'NotFound',
      'ValidationFailed',
    ]),
    description: 'Takes in a parcel for somebody.',
    args: { input: t.arg({ type: RegisterDeliveryInput, required: true, description: 'What, and for whom.' }) },
    resolve: (_, { input }, ctx) =>
      answer(registerDelivery(ctx, { ...input, siteId: localId('Site', input.siteId), hostId: localId('Host', input.hostId) })),
  }),
  handOverDelivery: t.field({
    type: result('HandOverDelivery', 'Somebody has it.', ['NotFound', 'ValidationFailed']),
    description: 'Hands a parcel over.',
    args: { input: t.arg({ type: HandOverDeliveryInput, required: true, description: 'Which, and to whom.' }) },
    resolve: (_, { input }, ctx) => answer(handOverDelivery(ctx, { ...input, deliveryId: localId('Delivery', input.deliveryId) })),
  }),
}))
