import { webhookMemoryDays } from '#shared/schemas/webhooks'
import { prisma } from '../../../infra/db'

const day = 86_400_000

/** How long selections and answers are kept, which may name people, and days of endpoints, in milliseconds. */
const selectionsFor = 7 * day
const daysFor = 400 * day

/** Deliveries that one statement takes, and one run at most. */
const batch = 500
const mostBatches = 200

type Where = Parameters<typeof prisma.webhookDelivery.findMany>[0] extends { where?: infer W } | undefined ? W : never

async function inBatches(where: Where, work: (ids: string[]) => Promise<unknown>): Promise<number> {
  let done = 0
  for (let round = 0; round < mostBatches; round++) {
    const rows = await prisma.webhookDelivery.findMany({ where, select: { id: true }, take: batch })
    if (rows.length === 0) break
    await work(rows.map(({ id }) => id))
    done += rows.length
  }
  return done
}

const remove = (ids: string[]) => prisma.webhookDelivery.deleteMany({ where: { id: { in: ids } } })

async function forget(ids: string[]): Promise<void> {
  await prisma.webhookAttempt.updateMany({ where: { deliveryId: { in: ids } }, data: { sealedResponse: null } })
  await prisma.webhookDelivery.updateMany({ where: { id: { in: ids } }, data: { sealedSelection: null } })
}

/**
 * Forgets deliveries after the 30 days for which events are kept, what may name people in them after a week, secrets that sign no more, and
 * what is left of endpoints that were deleted.
 * @returns how many deliveries
 */
export async function purgeWebhooks(now = new Date(), only?: { organizationId: string }): Promise<number> {
  const before = (span: number) => new Date(now.getTime() - span)
  await prisma.webhookSecret.deleteMany({ where: { ...only, expiresAt: { lte: now } } })
  await prisma.webhookDay.deleteMany({ where: { ...only, day: { lt: before(daysFor) } } })
  await prisma.webhookNotice.deleteMany({ where: { ...only, createdAt: { lt: before(webhookMemoryDays * day) } } })
  await inBatches({ ...only, frozenAt: { lt: before(selectionsFor) }, sealedSelection: { not: null } }, forget)
  const old = await inBatches({ ...only, createdAt: { lt: before(webhookMemoryDays * day) } }, remove)
  const deleted = { deletedAt: { not: null } }
  const left = await inBatches({ ...only, endpoint: deleted }, remove)
  await prisma.webhookEndpoint.deleteMany({ where: { ...only, ...deleted, deliveries: { none: {} } } })
  return old + left
}
