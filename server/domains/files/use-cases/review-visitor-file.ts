import type { z } from 'zod'
import { rejectVisitorFileSchema } from '#shared/schemas/files'
import { actorId, audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { allOrNothing } from '../../../core/all-or-nothing'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Prisma, VisitorFile } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import { storage } from '../../../infra/storage'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { VisitorFileRejected } from '../events'
import { revealableFiles } from '../policy'
import { fileKeyOf, keyedVisitor, keyOf, sealPart, type KeyedVisitor } from '../stored-file'
import { listVisitorFiles, type VisitorFileRow } from './list-visitor-files'

type Reviewed = VisitorFile & { visitor: KeyedVisitor }

/** Decides over a file that can be used; a decision may be changed as long as there is something to decide over. */
async function decide(
  ctx: Ctx,
  id: string,
  decision: (file: Reviewed) => Promise<Prisma.VisitorFileUpdateManyMutationInput>,
  note: (tx: TenantTransaction, file: Reviewed) => Promise<void>,
): Promise<VisitorFileRow | Failure> {
  const where = { AND: [revealableFiles(ctx)], id }
  const file = isId(id) && (await ctx.db.visitorFile.findFirst({ where, include: { visitor: { select: keyedVisitor } } }))
  if (!file || !file.visitor.key) return notFound(ctx, 'visitorFileId')
  const data = { ...(await decision(file)), reviewedAt: ctx.now(), reviewedById: actorId(ctx) }
  const done = await allOrNothing<Reviewed>(ctx, async (tx) => {
    const { count } = await tx.visitorFile.updateMany({ where: { id, status: 'READY', removedAt: null }, data })
    if (count === 0) return invalid(ctx, [{ path: ['visitorFileId'], key: 'fileNotReady' }])
    await note(tx, file)
    return file
  })
  if (isFailure(done)) return done
  const [row] = await listVisitorFiles(ctx, { id })
  return row ?? notFound(ctx, 'visitorFileId')
}

/** Takes a file for good; the guest sees it. @returns the file, or NOT_FOUND, VALIDATION_FAILED for one that cannot be used */
export const approveVisitorFile = (ctx: Ctx, { visitorFileId }: { visitorFileId: string }): Promise<VisitorFileRow | Failure> =>
  decide(
    ctx,
    visitorFileId,
    () => Promise.resolve({ approved: true }),
    (tx, { id, kind, visitorId }) =>
      audit(ctx, tx, 'visitor_file.approve', { type: 'Visitor', id: visitorId }, { visitorFileId: id, kind }),
  )

/**
 * Says no to a file, for a reason that the guest reads; they may send another. What was in it goes at once. The reason is of a person:
 * it is sealed, and the log says only that there was one.
 * @returns the file, or NOT_FOUND, VALIDATION_FAILED
 */
export async function rejectVisitorFile(ctx: Ctx, input: z.input<typeof rejectVisitorFileSchema>): Promise<VisitorFileRow | Failure> {
  revealableFiles(ctx)
  const { data, failed } = validate(ctx, rejectVisitorFileSchema, input)
  if (failed) return failed
  const rejected = await decide(
    ctx,
    data.visitorFileId,
    async (file) => {
      const reason = sealPart(await fileKeyOf(file.visitor), file, 'reason', Buffer.from(data.reason))
      return { status: 'REJECTED', rejection: 'STAFF', approved: false, sealedReason: new Uint8Array(reason), settledAt: ctx.now() }
    },
    async (tx, { id, kind, visitorId }) => {
      await audit(ctx, tx, 'visitor_file.reject', { type: 'Visitor', id: visitorId }, { visitorFileId: id, kind })
      await emit(tx, organizationOf(ctx), VisitorFileRejected, { visitorFileId: id, visitorId }, ctx.now())
    },
  )
  const file = { id: data.visitorFileId, organizationId: organizationOf(ctx) }
  if (!isFailure(rejected)) await storage.remove([keyOf(file, 'main'), keyOf(file, 'preview')])
  return rejected
}
