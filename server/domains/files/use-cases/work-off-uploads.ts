import { systemCtx } from '../../../core/ctx'
import { eachOf, oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { sweepSpool } from '../../../infra/spool'
import { storage } from '../../../infra/storage'
import { VisitorFileRejected } from '../events'
import { keyOf, uploadsFolder } from '../stored-file'
import { processVisitorFile } from './process-visitor-file'
import { dropRemovedFiles } from './remove-files'

const [minute, hour] = [60_000, 3_600_000]

/** Files looked at in one go. */
const batch = 200

const idOf = { id: true, organizationId: true, visitorId: true } as const

/**
 * Looks again at files that wait (for a virus scanner that was away, for a worker that ended), gives up after an hour, forgets addresses
 * that nobody used, and throws away everything that was sent and is kept for nothing. @returns how many were looked at again
 */
export async function workOffUploads(now = new Date()): Promise<number> {
  const ago = (time: number) => new Date(now.getTime() - time)
  return eachOf([() => giveUp(ago(hour), now), () => throwAway(ago, now), () => lookAgain(ago(minute))])
}

/** Forgets addresses that nobody used, and throws away what is kept for nothing. */
async function throwAway(ago: (time: number) => Date, now: Date): Promise<number> {
  const unused = { status: 'AWAITED' as const, uploadableTo: { lt: ago(minute) }, removedAt: null }
  await prisma.visitorFile.updateMany({ where: unused, data: { removedAt: now } })
  await dropRemovedFiles()
  await storage.remove(await storage.listBefore(uploadsFolder, ago(hour + minute)))
  await sweepSpool(ago(hour))
  return 0
}

async function lookAgain(before: Date): Promise<number> {
  const waiting = await prisma.visitorFile.findMany({
    where: { status: { in: ['UPLOADED', 'PROCESSING'] }, uploadedAt: { lt: before }, removedAt: null },
    select: idOf,
    take: batch,
  })
  return oneByOne(waiting, ({ id, organizationId }) => processVisitorFile({ organizationId, eventId: '' }, { visitorFileId: id }))
}

/** What could not be looked at in time is not kept in the hope that it can be one day: it is asked for again. */
async function giveUp(before: Date, now: Date): Promise<number> {
  const where = { status: { in: ['UPLOADED' as const, 'PROCESSING' as const] }, uploadedAt: { lt: before }, removedAt: null }
  await oneByOne(await prisma.visitorFile.findMany({ where, select: idOf, take: batch }), async (file) => {
    await systemCtx(file.organizationId).transaction(async (tx) => {
      const data = { status: 'REJECTED' as const, rejection: 'NOT_CHECKED' as const, settledAt: now }
      const { count } = await tx.visitorFile.updateMany({ where: { ...where, id: file.id }, data })
      const about = { visitorFileId: file.id, visitorId: file.visitorId }
      if (count === 1) await emit(tx, file.organizationId, VisitorFileRejected, about, now)
    })
    await storage.remove([keyOf(file, 'upload')])
  })
  return 0
}
