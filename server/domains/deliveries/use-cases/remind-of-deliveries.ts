import { systemCtx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { DeliveryWaits } from '../events'
import { reminderAfter } from './register-delivery'

/** Parcels that one run looks at, at most, and how often somebody is reminded of one. */
const [batch, mostReminders] = [500, 5]

/** Has people reminded of parcels that nobody has come for: once a day, five times at most. @returns how many */
export async function remindOfDeliveries(now = new Date()): Promise<number> {
  const due = await prisma.delivery.findMany({
    where: { status: 'WAITING', remindAt: { lte: now } },
    select: { id: true, organizationId: true, siteId: true, reminders: true },
    orderBy: { remindAt: 'asc' },
    take: batch,
  })
  return oneByOne(due, ({ id, organizationId, siteId, reminders }) => {
    const reminder = reminders + 1
    const remindAt = reminder < mostReminders ? new Date(now.getTime() + reminderAfter) : null
    return systemCtx(organizationId).transaction(async (tx) => {
      const { count } = await tx.delivery.updateMany({
        where: { id, status: 'WAITING', reminders, remindAt: { lte: now } },
        data: { reminders: reminder, remindAt },
      })
      if (count === 1) await emit(tx, organizationId, DeliveryWaits, { deliveryId: id, siteId, reminder }, now)
    })
  })
}
