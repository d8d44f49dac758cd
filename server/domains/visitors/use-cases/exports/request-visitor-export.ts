import type { z } from 'zod'
import { requestVisitorExportSchema } from '#shared/schemas/visitors'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, validate } from '../../../../core/failures'
import { newId } from '../../../../core/ids'
import type { VisitorExportRequest } from '../../../../generated/prisma/client'
import { emit } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { needsConfirmation } from '../../../security/use-cases/confirm-identity'
import { VisitorExportAllowed } from '../../events'
import { exporterOf } from '../../policy'
import { findExportLimit, holdingExportLimit, takenAlone, type ExportLimit } from './export-limit'
import { withNames, type VisitorExportRow } from './list-visitor-exports'
import { findPrivacyHolders } from './privacy-holders'
import { tellOfExport } from './tell-of-export'
import { visitorsOf } from './visitor-export'

/** What a file of many visitors would hold, and what it would take. */
export interface ExportTerms {
  rows: number
  needsSecondPerson: boolean
  /** People who could be the second one. */
  deciders: number
  limit: ExportLimit
}

/** Of which visitors: registered from an instant on, before another. */
interface Period {
  registeredFrom?: Date | null | undefined
  registeredTo?: Date | null | undefined
}

/** Requests of one person that may wait at once. */
const mostWaiting = 5

async function termsOf(
  db: Pick<TenantTransaction, 'visitor' | 'visitorExportRequest' | 'auditLog'>,
  period: Pick<VisitorExportRequest, 'registeredFrom' | 'registeredBefore'>,
  { holding }: ExportLimit,
  { requesterId, now }: { requesterId: string; now: Date },
): Promise<Pick<ExportTerms, 'rows' | 'needsSecondPerson'>> {
  const rows = await db.visitor.count({ where: visitorsOf(period) })
  const taken = await takenAlone(db, requesterId, now)
  return { rows, needsSecondPerson: rows + taken.rows + taken.files > holding }
}

/** Whoever comes while the file waits is not in it. */
function periodOf({ registeredFrom, registeredTo }: Period, now: Date) {
  return { registeredFrom: registeredFrom ?? null, registeredBefore: registeredTo && registeredTo < now ? registeredTo : now }
}

/** What a file of the visitors of a period would take, if the caller asked for it now. @throws Refusal */
export async function findExportTerms(ctx: Ctx, period: Period): Promise<ExportTerms> {
  const [requesterId, now] = [exporterOf(ctx), ctx.now()]
  const limit = await findExportLimit(ctx)
  const terms = await termsOf(ctx.db, periodOf(period, now), limit, { requesterId, now })
  const holders = await findPrivacyHolders(ctx.db)
  return { ...terms, deciders: holders.filter((id) => id !== requesterId).length, limit }
}

/**
 * Asks for a file of the visitors of a period, contacts in clear. Up to the organization's limit it is made at once, above it when
 * another person has agreed.
 * @returns the request, or CONFIRMATION_REQUIRED, VALIDATION_FAILED also where there is nobody to be in the file
 */
export async function requestVisitorExport(
  ctx: Ctx,
  input: z.input<typeof requestVisitorExportSchema>,
): Promise<VisitorExportRow | Failure> {
  const requesterId = exporterOf(ctx)
  const { data, failed } = validate(ctx, requestVisitorExportSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const now = ctx.now()
  return holdingExportLimit(ctx, async (tx, limit) => {
    const period = periodOf(data, now)
    const { rows, needsSecondPerson } = await termsOf(tx, period, limit, { requesterId, now })
    if (rows === 0) return invalid(ctx, [{ path: ['registeredFrom'], key: 'exportEmpty' }])
    const waiting = await tx.visitorExportRequest.count({ where: { requesterId, status: 'REQUESTED' } })
    if (needsSecondPerson && waiting >= mostWaiting) return invalid(ctx, [{ path: [], key: 'exportsWaiting' }])
    const what = { reason: data.reason, ...period, rowCount: rows, needsSecondPerson }
    const request = await tx.visitorExportRequest.create({
      data: {
        id: newId(),
        organizationId: organizationOf(ctx),
        requesterId,
        ...what,
        status: needsSecondPerson ? 'REQUESTED' : 'APPROVED',
        requestedAt: now,
      },
    })
    await announce(ctx, tx, request)
    return withNames(tx, request)
  })
}

async function announce(ctx: Ctx, tx: TenantTransaction, request: VisitorExportRequest): Promise<void> {
  const { id, reason, rowCount: rows, needsSecondPerson, registeredFrom, registeredBefore } = request
  const period = { registeredFrom: registeredFrom?.toISOString() ?? null, registeredBefore: registeredBefore.toISOString() }
  await audit(ctx, tx, 'visitor_export.request', { type: 'VisitorExportRequest', id }, { reason, rows, needsSecondPerson, ...period })
  if (!needsSecondPerson) {
    await emit(tx, organizationOf(ctx), VisitorExportAllowed, { visitorExportRequestId: id }, ctx.now())
    return
  }
  const holders = await findPrivacyHolders(tx)
  await tellOfExport(
    ctx,
    tx,
    id,
    'WAITS',
    holders.filter((holder) => holder !== request.requesterId),
  )
}
