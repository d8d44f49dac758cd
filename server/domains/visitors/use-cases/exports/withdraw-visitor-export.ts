import type { z } from 'zod'
import { withdrawVisitorExportSchema } from '#shared/schemas/visitors'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { VisitorExportStatus } from '../../../../generated/prisma/client'
import { exporterOf } from '../../policy'
import { endVisitorExport } from './end-visitor-exports'
import { withNames, type VisitorExportRow } from './list-visitor-exports'

/** Where a request may be taken back: it waits, the file is being made, or can be fetched. */
const standing: readonly VisitorExportStatus[] = ['REQUESTED', 'APPROVED', 'READY']

/** Whether the caller can take a request back. */
export const mayWithdraw = (ctx: Ctx, { status, requesterId }: VisitorExportRow): boolean =>
  requesterId === exporterOf(ctx) && standing.includes(status)

/**
 * Takes back a file of many visitors that the caller asked for: nobody decides over it, nothing more is made, a ready file goes.
 * What they got alone of it counts for the limit nevertheless, as somebody may have read it.
 * @returns the request, or NOT_FOUND, VALIDATION_FAILED for another's and for one that has ended
 */
export async function withdrawVisitorExport(
  ctx: Ctx,
  input: z.input<typeof withdrawVisitorExportSchema>,
): Promise<VisitorExportRow | Failure> {
  const requesterId = exporterOf(ctx)
  const { data, failed } = validate(ctx, withdrawVisitorExportSchema, input)
  if (failed) return failed
  const { visitorExportRequestId: id } = data
  if (!isId(id)) return notFound(ctx, 'visitorExportRequestId')
  return ctx.transaction(async (tx) => {
    const request = await tx.visitorExportRequest.findUnique({ where: { id } })
    if (!request) return notFound(ctx, 'visitorExportRequestId')
    if (request.requesterId !== requesterId) return invalid(ctx, [{ path: ['visitorExportRequestId'], key: 'exportOfAnother' }])
    if (!(await endVisitorExport(ctx, tx, { id, from: standing }, 'WITHDRAWN')))
      return invalid(ctx, [{ path: ['visitorExportRequestId'], key: 'exportEnded' }])
    await audit(ctx, tx, 'visitor_export.withdraw', { type: 'VisitorExportRequest', id })
    return withNames(tx, { ...request, status: 'WITHDRAWN', endedAt: ctx.now() })
  })
}
