import { csvLine } from '#shared/csv'
import { organizationOf, systemCtx, type Ctx } from '../../../../core/ctx'
import type { JobContext } from '../../../../core/handlers'
import { newId } from '../../../../core/ids'
import { sealForOrganization, sealedColumns } from '../../../../core/organization-seal'
import { openVisitor, sealedVisitor } from '../../../../core/visitor-record'
import type { VisitorExportRequest } from '../../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../../infra/keyring'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { tellOfExport } from './tell-of-export'
import { visitorsOf } from './visitor-export'

/** Columns of the file. */
export const exportColumns = ['registeredAt', 'name', 'email', 'phone', 'company', 'locale'] as const

/** Visitors of one part: some hundred kilobytes. */
const perPart = 500

/** The request as it stood when it was looked at: whoever finds it otherwise was overtaken. */
const unmoved = ({ id, madeParts, madeUpTo }: VisitorExportRequest) => ({ id, status: 'APPROVED' as const, madeParts, madeUpTo })

/**
 * Makes the file of a request that was allowed, part by part, sealed. Stopped it goes on where it was; run again it does nothing
 * once the file is ready, run twice at once each part is made by one of the two.
 */
export async function makeVisitorExport(
  { organizationId }: JobContext,
  { visitorExportRequestId }: { visitorExportRequestId: string },
): Promise<void> {
  const ctx = systemCtx(organizationId)
  let goesOn = true
  // The keys are asked for each time: a file may take longer than a key is the newest.
  while (goesOn) goesOn = await makePart(ctx, await keyringOf(organizationId), visitorExportRequestId)
}

/** Makes the next part, or finds that there is none. @returns whether it is to be looked at again */
function makePart(ctx: Ctx, keyring: Keyring, id: string): Promise<boolean> {
  return ctx.transaction(async (tx) => {
    const request = await tx.visitorExportRequest.findUnique({ where: { id } })
    if (request?.status !== 'APPROVED') return false
    const next = await nextVisitors(tx, request)
    const last = next.at(-1)
    if (last === undefined) return !(await finish(ctx, tx, request))
    const lines = await linesOf(tx, keyring, next)
    const made = { madeParts: request.madeParts + (lines.length > 0 ? 1 : 0), madeRows: request.madeRows + lines.length, madeUpTo: last }
    const { count } = await tx.visitorExportRequest.updateMany({ where: unmoved(request), data: made })
    if (count === 0 || lines.length === 0) return true
    const partId = newId()
    const sealedRows = sealForOrganization(keyring, Buffer.from(lines.join('')), sealedColumns.visitorExport, partId)
    const part = { id: partId, visitorExportRequestId: id, position: request.madeParts, sealedRows }
    await tx.visitorExportPart.createMany({ data: [{ organizationId: organizationOf(ctx), ...part }] })
    return true
  })
}

async function nextVisitors(tx: TenantTransaction, request: VisitorExportRequest): Promise<string[]> {
  const found = await tx.visitor.findMany({
    where: { ...visitorsOf(request), ...(request.madeUpTo ? { id: { gt: request.madeUpTo } } : {}) },
    orderBy: { id: 'asc' },
    // No more than were counted when it was asked for, and agreed to.
    take: Math.min(perPart, request.rowCount - request.madeRows),
    select: { id: true },
  })
  return found.map(({ id }) => id)
}

/**
 * Reads visitors whose keys it holds until the part is written: an erasure that goes on at the same time comes before, and its
 * visitor is left out, or after, and finds the part. Where the two wait for each other the database ends this one, which has written
 * nothing yet: the job is tried again, the erasure goes on.
 */
async function linesOf(tx: TenantTransaction, keyring: Keyring, ids: string[]): Promise<string[]> {
  const { organizationId } = keyring
  await tx.visitorKey.updateMany({ where: { visitorId: { in: ids } }, data: { organizationId } })
  const rows = await tx.visitor.findMany({
    where: { id: { in: ids }, erasedAt: null },
    orderBy: { id: 'asc' },
    select: { ...sealedVisitor, createdAt: true },
  })
  return rows.map((row) => {
    const { name, email, phone, company, locale } = openVisitor(keyring, row)
    return csvLine([row.createdAt.toISOString(), name, email, phone, company, locale])
  })
}

async function finish(ctx: Ctx, tx: TenantTransaction, request: VisitorExportRequest): Promise<boolean> {
  const { count } = await tx.visitorExportRequest.updateMany({
    where: unmoved(request),
    data: { status: 'READY', readyAt: ctx.now() },
  })
  if (count === 1) await tellOfExport(ctx, tx, request.id, 'READY', [request.requesterId])
  return count === 1
}
