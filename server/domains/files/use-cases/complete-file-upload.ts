import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound } from '../../../core/failures'
import { allOrNothing } from '../../../core/all-or-nothing'
import { isId } from '../../../core/ids'
import type { VisitorFile } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import { storage } from '../../../infra/storage'
import { VisitorFileUploaded } from '../events'
import { servedVisitors } from '../policy'
import { keyOf } from '../stored-file'
import { listVisitorFiles, type VisitorFileRow } from './list-visitor-files'
import { roomFor } from './take-upload'

/**
 * Says that a file has been sent to its address: the worker looks at it. Said again it changes nothing.
 * @returns the file as it stands, or NOT_FOUND, VALIDATION_FAILED while it is not there whole
 */
export async function completeFileUpload(ctx: Ctx, { visitorFileId: id }: { visitorFileId: string }): Promise<VisitorFileRow | Failure> {
  const served = servedVisitors(ctx)
  const file = isId(id) && (await ctx.db.visitorFile.findFirst({ where: { id, removedAt: null, visitor: served } }))
  if (!file) return notFound(ctx, 'visitorFileId')
  const stored = file.status === 'AWAITED' ? await storage.sizeOf(keyOf(file, 'upload')) : null
  if (file.status === 'AWAITED' && stored === null) return invalid(ctx, [{ path: ['visitorFileId'], key: 'fileNotArrived' }])
  const done = file.status === 'AWAITED' ? await hand(ctx, file) : file
  if (isFailure(done)) return done
  const [row] = await listVisitorFiles(ctx, { id })
  return row ?? notFound(ctx, 'visitorFileId')
}

/** Hands a file over to the worker; of several who say so at once one does. */
const hand = (ctx: Ctx, file: VisitorFile): Promise<VisitorFile | Failure> =>
  allOrNothing<VisitorFile>(ctx, async (tx) => {
    const { id, visitorId, kind } = file
    const room = await roomFor(tx, organizationOf(ctx), { visitorId, kind, replacesId: id })
    if (room === 'gone') return notFound(ctx, 'visitorFileId')
    if (room === 'full') return invalid(ctx, [{ path: ['visitorFileId'], key: 'filesFull' }])
    const data = { status: 'UPLOADED' as const, uploadedAt: ctx.now() }
    const { count } = await tx.visitorFile.updateMany({ where: { id, status: 'AWAITED', removedAt: null }, data })
    if (count === 0) return file
    await tx.visitorFile.updateMany({ where: { visitorId, kind, status: 'REJECTED', removedAt: null }, data: { removedAt: ctx.now() } })
    await emit(tx, organizationOf(ctx), VisitorFileUploaded, { visitorFileId: id, visitorId }, ctx.now())
    return file
  })
