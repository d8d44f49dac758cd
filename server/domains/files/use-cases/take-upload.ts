import { maxFileBytes, mostOfKind, type VisitorFileKind } from '#shared/visitor-files'
import { organizationOf, systemCtx, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { Prisma } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import { spool, type Spooled } from '../../../infra/spool'
import { storage } from '../../../infra/storage'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitorFileUploaded } from '../events'
import { fileKeyOf, keyedVisitor, keyOf, placeOf, type FileOf } from '../stored-file'

/** A file as it flows in. */
export interface Upload {
  visitorId: string
  kind: VisitorFileKind
  /** The file whose place it takes. */
  replacesId: string | null
  /** The browser that sends it. */
  browserHash: Uint8Array<ArrayBuffer>
  content: AsyncIterable<Buffer>
}

/** Photos that may be looked at at once: each is made good by the next. */
const mostPhotosOnTheirWay = 3

/** Files that count: what was rejected makes room for the next. */
const held: Prisma.VisitorFileWhereInput = { removedAt: null, status: { not: 'REJECTED' } }

/**
 * Whether one more file of a kind may come. Holds the key of the visitor until the transaction ends: of files that come at once each is
 * counted, and nobody is erased meanwhile.
 */
export async function roomFor(
  tx: TenantTransaction,
  organizationId: string,
  { visitorId, kind, replacesId }: Pick<Upload, 'visitorId' | 'kind' | 'replacesId'>,
): Promise<'free' | 'full' | 'gone'> {
  const { count: isThere } = await tx.visitorKey.updateMany({ where: { visitorId }, data: { organizationId } })
  if (isThere === 0) return 'gone'
  // A photo takes the place of the one before; of documents a person says which.
  const settled = kind === 'PHOTO' ? { status: { notIn: ['READY' as const, 'REJECTED' as const] } } : {}
  const beside = { ...settled, id: { not: replacesId ?? '' } }
  const count = await tx.visitorFile.count({ where: { AND: [held, beside], visitorId, kind } })
  return count < (kind === 'PHOTO' ? mostPhotosOnTheirWay : mostOfKind[kind]) ? 'free' : 'full'
}

/**
 * Takes a file that flows in: sealed under the key of its visitor before it touches a disk, then into the store, where the worker finds
 * it. What was rejected of the same kind goes.
 * @returns its id; `full` when there are as many as may be, `gone` for a visitor who is not there
 * @throws TooLong for one that is longer than a file may be: nothing of it is left
 */
export async function takeUpload(ctx: Ctx, upload: Upload): Promise<{ id: string } | 'full' | 'gone'> {
  const organizationId = organizationOf(ctx)
  const system = systemCtx(organizationId)
  const visitor = await system.db.visitor.findFirst({ where: { id: upload.visitorId, erasedAt: null }, select: keyedVisitor })
  if (!visitor) return 'gone'
  const file = { id: newId(), organizationId }
  const spooled = await spool(upload.content, maxFileBytes, await fileKeyOf(visitor), placeOf(file, 'upload'))
  await storage.take(keyOf(file, 'upload'), spooled.path)
  const room = await system.transaction((tx) => note(tx, file, upload, spooled, ctx.now()))
  if (room === 'free') return { id: file.id }
  await storage.remove([keyOf(file, 'upload')])
  return room
}

async function note(tx: TenantTransaction, file: FileOf, upload: Upload, { bytes, sha256 }: Spooled, now: Date) {
  const { visitorId, kind, replacesId, browserHash } = upload
  const room = await roomFor(tx, file.organizationId, upload)
  if (room !== 'free') return room
  await tx.visitorFile.updateMany({ where: { visitorId, kind, status: 'REJECTED', removedAt: null }, data: { removedAt: now } })
  const came = { uploadBytes: bytes, uploadSha256: new Uint8Array(sha256), uploadSealed: true, createdAt: now, uploadedAt: now }
  await tx.visitorFile.createMany({ data: [{ ...file, visitorId, kind, status: 'UPLOADED', replacesId, browserHash, ...came }] })
  await emit(tx, file.organizationId, VisitorFileUploaded, { visitorFileId: file.id, visitorId }, now)
  return room
}
