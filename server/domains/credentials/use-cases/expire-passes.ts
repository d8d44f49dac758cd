import { systemCtx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { emit } from '../../../infra/outbox'
import { VisitPassExpired } from '../events'

/** Passes that one run expires at most; the next run takes the rest. */
const batch = 500

/** Marks passes whose window is over as EXPIRED. Gates do not wait for it: they look at the window themselves. @returns how many */
export async function expirePasses(now = new Date()): Promise<number> {
  const due = await prisma.visitPass.findMany({
    where: { status: 'ACTIVE', validTo: { lte: now } },
    select: { id: true, organizationId: true },
    take: batch,
  })
  return oneByOne(due, ({ id, organizationId }) =>
    systemCtx(organizationId).transaction(async (tx) => {
      const { count } = await tx.visitPass.updateMany({
        where: { id, status: 'ACTIVE', validTo: { lte: now } },
        data: { status: 'EXPIRED' },
      })
      if (count === 1) await emit(tx, organizationId, VisitPassExpired, { visitPassId: id }, now)
    }),
  )
}
