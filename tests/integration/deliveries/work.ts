import { isFailure } from '../../../server/core/errors'
import { newId } from '../../../server/core/ids'
import { DeliveryRegistered, DeliveryWaits } from '../../../server/domains/deliveries/events'
import { handOverDelivery } from '../../../server/domains/deliveries/use-cases/hand-over-delivery'
import { registerDelivery } from '../../../server/domains/deliveries/use-cases/register-delivery'
import { remindOfDeliveries } from '../../../server/domains/deliveries/use-cases/remind-of-deliveries'
import { prisma } from '../../../server/infra/db'
import type { TestOrganization } from '../../setup/organization'
import { asOperator } from '../../setup/principals'

/** A parcel for the host of an organization. @returns its id */
export async function createDelivery(org: TestOrganization, text = 'Courier'): Promise<string> {
  const parcel = { siteId: org.site.id, hostId: org.host.id, sender: `${text} sender`, note: `${text} note`, idempotencyKey: newId() }
  const delivery = await registerDelivery(asOperator(org), parcel)
  if (isFailure(delivery)) throw new Error(JSON.stringify(delivery))
  return delivery.id
}

/** One that somebody took. @returns its id */
export async function createHandedDelivery(org: TestOrganization, text = 'Courier'): Promise<string> {
  const deliveryId = await createDelivery(org, text)
  await handOverDelivery(asOperator(org), { deliveryId, takenBy: `${text} taker` })
  return deliveryId
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

/** A parcel of whose reminder it is time. */
async function createForgotten(org: TestOrganization): Promise<string> {
  const id = await createDelivery(org)
  await prisma.delivery.update({ where: { id }, data: { remindAt: daysAgo(1) } })
  return id
}

/** Makes the events of parcels to which something reacts. */
export const deliveryCauses = (org: TestOrganization): Record<string, () => Promise<string>> => ({
  [DeliveryRegistered.type]: () => createDelivery(org),
  [DeliveryWaits.type]: async () => {
    const id = await createForgotten(org)
    await remindOfDeliveries()
    return id
  },
})

/** Leaves something to do for each task of the schedule about parcels. */
export const deliveryLeftovers = (org: TestOrganization): Record<string, () => Promise<unknown>> => ({
  'remind people of parcels that wait': () => createForgotten(org),
  'forget parcels three months after they were handed over': async () => {
    const id = await createHandedDelivery(org)
    await prisma.delivery.update({ where: { id }, data: { handedAt: daysAgo(91) } })
  },
})
