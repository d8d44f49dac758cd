import { systemCtx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { VisitPassExpired } from '../events'

/** Passes that one run expires at most; the next run takes the rest. */
const batch = 500

/** What ends with the window. A suspended pass that ended is still known to be suspended, in case its visit is moved. */
const ending = { in: ['ACTIVE' as const, 'SUSPENDED' as const] }

/** Marks passes whose window is over as EXPIRED. Gates do not wait for it: they look at the window themselves. @returns how many */
export async function expirePasses(now = new Date()): Promise<number> {
  const due = await prisma.visitPass.findMany({
    where: { status: ending, validTo: { lte: now } },
    select: { id: true, organizationId: true },
    take: batch,
  })
  return oneByOne(due, ({ id, organizationId }) =>
    systemCtx(organizationId).transaction(async (tx) => {
      const { count } = await tx.visitPass.updateMany({
        where: { id, status: ending, validTo: { lte: now } },
        data: { status: 'EXPIRED' },
      })
      if (count === 1) await emit(tx, organizationId, VisitPassExpired, { visitPassId: id }, now)
    }),
  )
}
