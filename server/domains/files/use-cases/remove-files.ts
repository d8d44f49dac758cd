import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { prisma } from '../../../infra/db'
import { describeError, log } from '../../../infra/log'
import { storage } from '../../../infra/storage'
import { keysOf, type FileOf } from '../stored-file'

/** Files taken out of the store at a time. */
const batch = 200

/** Takes files out of the store; then their rows go. Stopped between the two it is done again: what is gone is gone. */
async function dropFiles(files: FileOf[]): Promise<void> {
  for (const file of files) {
    await storage.remove(keysOf(file))
    await prisma.visitorFile.deleteMany({ where: { id: file.id, organizationId: file.organizationId, removedAt: { not: null } } })
  }
}

/** Takes files out that were removed just now. Where the store is away they go with the next sweep: nobody is kept waiting or told. */
export async function dropSoon(files: FileOf[]): Promise<void> {
  await dropFiles(files).catch((error: unknown) => log.warn({ err: describeError(error) }, 'removed files are still in the store'))
}

/** Takes out what was removed and is still in the store. @returns how many */
export async function dropRemovedFiles(): Promise<number> {
  const files = await prisma.visitorFile.findMany({
    where: { removedAt: { not: null } },
    select: { id: true, organizationId: true },
    take: batch,
  })
  await dropFiles(files)
  return files.length
}

/** Removes every file of somebody who was erased; their key, without which nothing of it can be read, went with the erasure. */
export async function removeVisitorFiles({ organizationId }: JobContext, { visitorId }: { visitorId: string }): Promise<void> {
  const { db, now } = systemCtx(organizationId)
  await db.visitorFile.updateMany({ where: { visitorId, removedAt: null }, data: { removedAt: now() } })
  await dropFiles(await db.visitorFile.findMany({ where: { visitorId }, select: { id: true, organizationId: true } }))
}
