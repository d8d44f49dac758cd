import { prisma } from '../../../infra/db'

const day = 86_400_000
/** How long single requests and the sums of their hours are kept, in milliseconds. */
const keptFor = { requests: 30 * day, hours: 365 * day }
/** Rows of one statement: it is over before anybody waits for it. */
const batch = 5_000

/** Forgets requests of programs after a month and the sums of their hours after a year. @returns how many requests */
export async function purgeRequests(now = new Date()): Promise<number> {
  await prisma.apiUsageHour.deleteMany({ where: { hour: { lt: new Date(now.getTime() - keptFor.hours) } } })
  let forgotten = 0
  for (;;) {
    const where = { occurredAt: { lt: new Date(now.getTime() - keptFor.requests) } }
    const { count } = await prisma.apiRequest.deleteMany({ where, limit: batch })
    forgotten += count
    if (count < batch) return forgotten
  }
}
