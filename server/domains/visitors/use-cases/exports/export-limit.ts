import type { z } from 'zod'
import { visitorExportLimitSchema } from '#shared/schemas/visitors'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { validate } from '../../../../core/failures'
import type { RetentionPolicy } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { needsConfirmation } from '../../../security/use-cases/confirm-identity'
import { exporterOf } from '../../policy'

/** How many rows of a file of visitors go without a second person. */
export interface ExportLimit {
  /** What the organization has chosen. */
  rows: number
  /** What counts now: less, for a while after it was raised. */
  holding: number
  /** When the chosen one counts; null when it does. */
  holdsFrom: Date | null
}

/** How long a raised limit waits, in milliseconds: whoever raises it for a file of today has raised it for the next day. */
const raisingTakes = 24 * 3_600_000

const day = 24 * 3_600_000

const unset = { exportRows: 100, exportRowsBefore: null, exportRowsChangedAt: null }
const select = { exportRows: true, exportRowsBefore: true, exportRowsChangedAt: true } as const

type Columns = Pick<RetentionPolicy, keyof typeof select>

function limitOf({ exportRows: rows, exportRowsBefore, exportRowsChangedAt }: Columns, now: Date): ExportLimit {
  const counts = new Date((exportRowsChangedAt?.getTime() ?? 0) + raisingTakes)
  if (exportRowsBefore === null || counts <= now) return { rows, holding: rows, holdsFrom: null }
  return { rows, holding: exportRowsBefore, holdsFrom: counts }
}

/**
 * What somebody got without a second person in the last 24 hours: small files of the same visitors are one large file.
 * @returns how many files of one visitor, and how many rows of files of many
 */
export async function takenAlone(
  db: Pick<TenantTransaction, 'visitorExportRequest' | 'auditLog'>,
  actorId: string,
  now: Date,
): Promise<{ files: number; rows: number }> {
  const since = { gt: new Date(now.getTime() - day) }
  const { _sum } = await db.visitorExportRequest.aggregate({
    where: { requesterId: actorId, needsSecondPerson: false, requestedAt: since },
    _sum: { rowCount: true },
  })
  const files = await db.auditLog.count({ where: { action: 'visitor.export', actorId, createdAt: since } })
  return { files, rows: _sum.rowCount ?? 0 }
}

/** The limit of the caller's organization. Who may know it is asked before. */
export const findExportLimit = async (ctx: Ctx, db: Pick<TenantTransaction, 'retentionPolicy'> = ctx.db): Promise<ExportLimit> =>
  limitOf((await db.retentionPolicy.findFirst({ select })) ?? unset, ctx.now())

/**
 * Runs a transaction that holds the limit: of two who ask for files or change the limit at once, the second sees what the first did.
 * The first statement writes what stands there: it is for its lock.
 */
export async function holdingExportLimit<T>(ctx: Ctx, work: (tx: TenantTransaction, limit: ExportLimit) => Promise<T>): Promise<T> {
  const organizationId = organizationOf(ctx)
  // Outside of the transaction: whoever finds the row there would keep a lock that others wait for.
  await ctx.db.retentionPolicy.createMany({ data: [{ organizationId, updatedAt: ctx.now() }], skipDuplicates: true })
  return ctx.transaction(async (tx) => {
    await tx.retentionPolicy.updateMany({ where: { organizationId }, data: { organizationId } })
    return work(tx, await findExportLimit(ctx, tx))
  })
}

/**
 * Sets how many rows of a file of visitors go without a second person. Lowered it holds at once, raised after a day.
 * @returns the limit, or CONFIRMATION_REQUIRED, VALIDATION_FAILED
 */
export async function setVisitorExportLimit(ctx: Ctx, input: z.input<typeof visitorExportLimitSchema>): Promise<ExportLimit | Failure> {
  exporterOf(ctx)
  const { data, failed } = validate(ctx, visitorExportLimitSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const organizationId = organizationOf(ctx)
  return holdingExportLimit(ctx, async (tx, before) => {
    const { rows } = data
    if (rows === before.rows) return before
    const isRaised = rows > before.holding
    const changed = { exportRows: rows, exportRowsBefore: isRaised ? before.holding : null, exportRowsChangedAt: ctx.now() }
    await tx.retentionPolicy.updateMany({ where: { organizationId }, data: { ...changed, updatedAt: ctx.now() } })
    const details = { before: before.rows, holding: before.holding, after: rows }
    await audit(ctx, tx, 'visitor_export.set_limit', { type: 'Organization', id: organizationId }, details)
    return limitOf(changed, ctx.now())
  })
}
