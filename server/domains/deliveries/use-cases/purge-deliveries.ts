import { prisma } from '../../../infra/db'

/** How long it is known who took a parcel, in milliseconds. */
const keptFor = 90 * 86_400_000

/** Forgets parcels three months after they were handed over. @returns how many */
export async function purgeDeliveries(now = new Date()): Promise<number> {
  const { count } = await prisma.delivery.deleteMany({ where: { handedAt: { lt: new Date(now.getTime() - keptFor) } } })
  return count
}
