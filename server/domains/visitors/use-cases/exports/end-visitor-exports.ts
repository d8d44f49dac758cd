import { audit } from '../../../../core/audit'
import { systemCtx, type Ctx } from '../../../../core/ctx'
import { oneByOne } from '../../../../core/one-by-one'
import type { VisitorExportStatus } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { fetchableFor, waitsFor } from './visitor-export'

/** Files ended at a time: what is left waits for the next look. */
const most = 1_000

/** How long mails about files are remembered, in milliseconds. */
const noticesFor = 30 * 24 * 3_600_000

/** Ends what nobody shall fetch or decide any more, and throws the file away. @returns whether it still stood as it was found */
export async function endVisitorExport(
  ctx: Ctx,
  tx: TenantTransaction,
  { id, from }: { id: string; from: readonly VisitorExportStatus[] },
  to: 'EXPIRED' | 'DELETED' | 'WITHDRAWN',
): Promise<boolean> {
  const { count } = await tx.visitorExportRequest.updateMany({
    where: { id, status: { in: [...from] } },
    data: { status: to, endedAt: ctx.now() },
  })
  if (count === 1) await tx.visitorExportPart.deleteMany({ where: { visitorExportRequestId: id } })
  return count === 1
}

/**
 * Has a person who is being erased leave the files in which they stand: one that is being made begins anew, one that is ready is
 * thrown away. Ask it after their key is gone: no part is made with it then.
 */
export async function forgetInExports(ctx: Ctx, tx: TenantTransaction, visitorId: string): Promise<void> {
  const visitor = await tx.visitor.findUnique({ where: { id: visitorId }, select: { createdAt: true } })
  if (!visitor) return
  const since = { OR: [{ registeredFrom: null }, { registeredFrom: { lte: visitor.createdAt } }] }
  const requests = await tx.visitorExportRequest.findMany({
    where: { status: { in: ['APPROVED', 'READY'] }, registeredBefore: { gt: visitor.createdAt }, ...since },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  for (const { id } of requests) {
    const anew = { madeParts: 0, madeRows: 0, madeUpTo: null }
    const { count } = await tx.visitorExportRequest.updateMany({ where: { id, status: 'APPROVED' }, data: anew })
    if (count === 1) await tx.visitorExportPart.deleteMany({ where: { visitorExportRequestId: id } })
    else if (await endVisitorExport(ctx, tx, { id, from: ['READY'] }, 'DELETED'))
      await audit(ctx, tx, 'visitor_export.delete', { type: 'VisitorExportRequest', id }, { erasedVisitorId: visitorId })
  }
}

/** Throws files away a day after they were ready, and ends what nobody decided in a week. @returns how many */
export async function endVisitorExports(now = new Date()): Promise<number> {
  const [ready, old] = [new Date(now.getTime() - fetchableFor), new Date(now.getTime() - waitsFor)]
  const over = await prisma.visitorExportRequest.findMany({
    where: {
      OR: [
        { status: 'READY', readyAt: { lte: ready } },
        { status: 'REQUESTED', requestedAt: { lte: old } },
        { status: 'APPROVED', requestedAt: { lte: old }, OR: [{ decidedAt: null }, { decidedAt: { lte: old } }] },
      ],
    },
    select: { id: true, organizationId: true, status: true },
    take: most,
  })
  await prisma.visitorExportNotice.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - noticesFor) } } })
  return oneByOne(over, ({ id, organizationId, status }) => {
    const ctx = systemCtx(organizationId)
    return ctx.transaction(async (tx) => {
      if (!(await endVisitorExport(ctx, tx, { id, from: [status] }, 'EXPIRED'))) return false
      await audit(ctx, tx, 'visitor_export.expire', { type: 'VisitorExportRequest', id }, { was: status })
      return true
    })
  })
}
