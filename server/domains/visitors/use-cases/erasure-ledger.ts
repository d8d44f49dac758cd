import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { env } from '../../../infra/env'
import { eraseOnce } from './erase-visitor'

/** One line of the ledger: ids and times, no personal data. */
const lineSchema = z.object({ erasureId: z.uuid(), organizationId: z.uuid(), visitorId: z.uuid(), erasedAt: z.iso.datetime() })

const folder = join(env.DATA_DIR, 'erasures')

/** Lines looked up at once. */
const batch = 500

/** Where the ledger stands: apart from the database, so that restoring a backup does not bring back whoever was erased. */
export const ledgerFile = join(folder, 'ledger.jsonl')

/** Appends an erasure to the ledger. Run again it appends the line once more, which says the same. */
export async function recordErasure({ organizationId }: JobContext, { erasureId }: { erasureId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  const erasure = await ctx.db.erasure.findUnique({ where: { id: erasureId } })
  if (!erasure || erasure.recordedAt) return
  const line = { erasureId, organizationId, visitorId: erasure.visitorId, erasedAt: erasure.erasedAt.toISOString() }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await appendFile(ledgerFile, `${JSON.stringify(line)}\n`, { mode: 0o600 })
  await ctx.db.erasure.updateMany({ where: { id: erasureId, recordedAt: null }, data: { recordedAt: ctx.now() } })
}

/**
 * Erases again whoever stands in the ledger and is there all the same: after a backup from before was restored.
 * @returns how many were erased again
 */
export async function replayErasures(): Promise<number> {
  const lines = await readLedger()
  const again: z.infer<typeof lineSchema>[] = []
  for (let from = 0; from < lines.length; from += batch) {
    const some = new Map(lines.slice(from, from + batch).map((line) => [line.visitorId, line]))
    // Keys are backed up apart: a restored backup may bring back a person's rows without their key, or the other way round.
    const isBack = { OR: [{ erasedAt: null }, { key: { isNot: null } }] }
    const back = await prisma.visitor.findMany({ where: { id: { in: [...some.keys()] }, ...isBack }, select: { id: true } })
    again.push(...back.flatMap(({ id }) => some.get(id) ?? []))
  }
  const rows = again.map((line) => ({ ...line, id: line.visitorId }))
  return oneByOne(rows, async ({ id, organizationId, erasureId }) => {
    const about = { reason: `Erasure ${erasureId} replayed`, erasureId }
    return (await eraseOnce(systemCtx(organizationId), id, about)) !== null
  })
}

async function readLedger(): Promise<z.infer<typeof lineSchema>[]> {
  const text = await readFile(ledgerFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  // A crash may have cut the last line; what it spoke of is not noted as recorded and is appended again.
  return text.split('\n').flatMap((line) => {
    try {
      return [lineSchema.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
}
