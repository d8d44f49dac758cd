import { createHash } from 'node:crypto'
import { maxFileBytes } from '#shared/visitor-files'
import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import type { Prisma, VisitorFile } from '../../../generated/prisma/client'
import type { VisitorFileRejection } from '../../../generated/prisma/enums'
import { emit } from '../../../infra/outbox'
import { storage } from '../../../infra/storage'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { scanForViruses } from '../../../infra/virus-scan'
import { refreshPassesOfVisitor } from '../../visitor-types/use-cases/refresh-outstanding'
import { VisitorFileReady, VisitorFileRejected } from '../events'
import { inspectFile, type KeptFile } from '../inspect/inspect-file'
import { fileKeyOf, keyedVisitor, keyOf, openPart, sealPart, type KeyedVisitor } from '../stored-file'
import { filePolicyOf } from './file-policy'
import { dropSoon } from './remove-files'

type Pending = VisitorFile & { visitor: KeyedVisitor }

/** What came of looking at a file; `wait` when nobody can say yet. */
type Outcome = { kept: KeptFile; scannedAt: Date | null } | { rejection: VisitorFileRejection } | 'wait'

/** A sealed upload is longer than what was sent: its head and its tag. */
const mostStored = maxFileBytes + 64

let lane: Promise<unknown> = Promise.resolve()

/** One file at a time in a process: a picture that is unpacked takes two hundred megabytes. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lane.then(work)
  lane = turn.catch(() => undefined)
  return turn
}

/**
 * Looks at a file that came: what it is, whether it is only that, whether a virus is in it; makes a picture anew, seals what is kept and
 * throws away what was sent. Where the virus scanner is away it waits for the next look. Run twice, or twice at once, it settles once.
 */
export const processVisitorFile = ({ organizationId }: JobContext, { visitorFileId }: { visitorFileId: string }): Promise<void> =>
  inTurn(async () => {
    const ctx = systemCtx(organizationId)
    const where = { id: visitorFileId, status: { in: ['UPLOADED', 'PROCESSING'] }, removedAt: null } satisfies Prisma.VisitorFileWhereInput
    const { count } = await ctx.db.visitorFile.updateMany({ where, data: { status: 'PROCESSING' } })
    const file = count === 1 && (await ctx.db.visitorFile.findFirst({ where, include: { visitor: { select: keyedVisitor } } }))
    // Without its key nothing of the file can be read: its person was erased, and the rest is on its way out.
    if (!file || !file.visitor.key) return
    const outcome = await lookAt(ctx, file)
    if (outcome === 'wait')
      await ctx.db.visitorFile.updateMany({ where: { id: file.id, status: 'PROCESSING' }, data: { status: 'UPLOADED' } })
    else if ('rejection' in outcome) await reject(ctx, file, outcome.rejection)
    else await keep(ctx, file, outcome.kept, outcome.scannedAt)
  })

async function sentOf(file: Pending): Promise<Buffer | null> {
  const stored = await storage.read(keyOf(file, 'upload'), mostStored).catch((error: unknown) => {
    if (error instanceof RangeError) return null
    throw error
  })
  return stored && file.uploadSealed ? openPart(await fileKeyOf(file.visitor), file, 'upload', stored) : stored
}

async function lookAt(ctx: Ctx, file: Pending): Promise<Outcome> {
  const sent = await sentOf(file)
  if (!sent || sent.length !== file.uploadBytes) return { rejection: 'DAMAGED' }
  const verdict = await scanForViruses(sent)
  if (verdict === 'infected') return { rejection: 'INFECTED' }
  if (verdict === 'away' || (verdict === 'off' && (await filePolicyOf(ctx)).scanRequired)) return 'wait'
  const kept = await inspectFile(sent, file.kind)
  return typeof kept === 'string' ? { rejection: kept } : { kept, scannedAt: verdict === 'clean' ? ctx.now() : null }
}

async function keep(ctx: Ctx, file: Pending, { main, preview, contentType, pages }: KeptFile, scannedAt: Date | null): Promise<void> {
  const key = await fileKeyOf(file.visitor)
  await storage.put(keyOf(file, 'main'), sealPart(key, file, 'main', main))
  if (preview) await storage.put(keyOf(file, 'preview'), sealPart(key, file, 'preview', preview))
  const sha256 = new Uint8Array(createHash('sha256').update(main).digest())
  const made = { contentType, pages, bytes: main.length, sha256, hasPreview: preview !== null, scannedAt }
  const replaced = await ctx.transaction(async (tx) => {
    if (!(await settle(ctx, tx, file, { status: 'READY', ...made }))) return null
    await emit(tx, file.organizationId, VisitorFileReady, { visitorFileId: file.id, visitorId: file.visitorId }, ctx.now())
    const gone = await replace(ctx, tx, file)
    await refreshPassesOfVisitor(tx, file.visitorId, ctx.now())
    return gone
  })
  // Overtaken: removed or erased meanwhile. What was just stored is nobody's.
  if (!replaced) return storage.remove([keyOf(file, 'main'), keyOf(file, 'preview')])
  await storage.remove([keyOf(file, 'upload')])
  await dropSoon(replaced)
}

async function reject(ctx: Ctx, file: Pending, rejection: VisitorFileRejection): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (!(await settle(ctx, tx, file, { status: 'REJECTED', rejection }))) return
    await emit(tx, file.organizationId, VisitorFileRejected, { visitorFileId: file.id, visitorId: file.visitorId }, ctx.now())
  })
  await storage.remove([keyOf(file, 'upload')])
}

/** Settles a file that nobody settled or removed, of somebody who is not erased. */
async function settle(ctx: Ctx, tx: TenantTransaction, file: Pending, data: Prisma.VisitorFileUpdateManyMutationInput): Promise<boolean> {
  const { id, organizationId, visitorId } = file
  const { count: isThere } = await tx.visitorKey.updateMany({ where: { visitorId }, data: { organizationId } })
  if (isThere === 0) return false
  const where = { id, status: 'PROCESSING' as const, removedAt: null }
  const { count } = await tx.visitorFile.updateMany({ where, data: { ...data, settledAt: ctx.now() } })
  return count === 1
}

/** Removes what the file takes the place of. */
async function replace(ctx: Ctx, tx: TenantTransaction, { id, visitorId, kind, replacesId, createdAt }: Pending) {
  const earlier = kind === 'PHOTO' ? { status: 'READY' as const, createdAt: { lte: createdAt }, id: { not: id } } : { id: replacesId ?? '' }
  const where = { AND: [earlier], visitorId, kind, removedAt: null }
  const found = await tx.visitorFile.findMany({ where, select: { id: true, organizationId: true } })
  await tx.visitorFile.updateMany({ where, data: { removedAt: ctx.now() } })
  return found
}
