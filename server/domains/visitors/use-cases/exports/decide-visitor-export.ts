import type { z } from 'zod'
import { decideVisitorExportSchema } from '#shared/schemas/visitors'
import { audit } from '../../../../core/audit'
import { refusal } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import { emit } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { needsConfirmation } from '../../../security/use-cases/confirm-identity'
import { cameByNewProvider } from '../../../security/use-cases/single-sign-on/came-by-new-provider'
import { VisitorExportAllowed } from '../../events'
import { exporterOf } from '../../policy'
import { withNames, type VisitorExportRow } from './list-visitor-exports'
import { findPrivacyHolders } from './privacy-holders'
import { tellOfExport } from './tell-of-export'
import { waitsFor } from './visitor-export'

type Input = z.input<typeof decideVisitorExportSchema>

/** Settles a request that waits; of those who decide at once exactly one does. */
async function decide(ctx: Ctx, tx: TenantTransaction, id: string, status: 'APPROVED' | 'DECLINED'): Promise<VisitorExportRow | Failure> {
  const [decidedById, now] = [exporterOf(ctx), ctx.now()]
  if (!(await findPrivacyHolders(tx)).includes(decidedById)) throw refusal(ctx)
  const open = { status: 'REQUESTED' as const, requesterId: { not: decidedById }, requestedAt: { gt: new Date(now.getTime() - waitsFor) } }
  const { count } = await tx.visitorExportRequest.updateMany({ where: { id, ...open }, data: { status, decidedById, decidedAt: now } })
  const request = await tx.visitorExportRequest.findUnique({ where: { id } })
  if (!request) return notFound(ctx, 'visitorExportRequestId')
  if (count === 0) {
    const key = request.requesterId === decidedById ? 'exportOwn' : 'exportDecided'
    return invalid(ctx, [{ path: ['visitorExportRequestId'], key }])
  }
  return withNames(tx, request)
}

const aboutRequest = (id: string) => ({ type: 'VisitorExportRequest', id })

/**
 * Agrees, as the second person, that a file of many visitors is made.
 * @returns the request, or CONFIRMATION_REQUIRED, NOT_FOUND, VALIDATION_FAILED for one's own and for one that waits no longer
 */
export async function approveVisitorExport(ctx: Ctx, input: Input): Promise<VisitorExportRow | Failure> {
  exporterOf(ctx)
  const { data, failed } = validate(ctx, decideVisitorExportSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  if (await cameByNewProvider(ctx)) return invalid(ctx, [{ path: [], key: 'exportNewProvider' }])
  const { visitorExportRequestId: id } = data
  if (!isId(id)) return notFound(ctx, 'visitorExportRequestId')
  return ctx.transaction(async (tx) => {
    const row = await decide(ctx, tx, id, 'APPROVED')
    if ('failure' in row) return row
    await audit(ctx, tx, 'visitor_export.approve', aboutRequest(id), { rows: row.rowCount, requesterId: row.requesterId })
    await emit(tx, organizationOf(ctx), VisitorExportAllowed, { visitorExportRequestId: id }, ctx.now())
    return row
  })
}

/**
 * Has a file of many visitors not made; whoever asked for it is told.
 * @returns the request, or NOT_FOUND, VALIDATION_FAILED for one's own and for one that waits no longer
 */
export async function declineVisitorExport(ctx: Ctx, input: Input): Promise<VisitorExportRow | Failure> {
  exporterOf(ctx)
  const { data, failed } = validate(ctx, decideVisitorExportSchema, input)
  if (failed) return failed
  const { visitorExportRequestId: id } = data
  if (!isId(id)) return notFound(ctx, 'visitorExportRequestId')
  return ctx.transaction(async (tx) => {
    const row = await decide(ctx, tx, id, 'DECLINED')
    if ('failure' in row) return row
    await audit(ctx, tx, 'visitor_export.decline', aboutRequest(id), { rows: row.rowCount, requesterId: row.requesterId })
    await tellOfExport(ctx, tx, id, 'DECLINED', [row.requesterId])
    return row
  })
}
