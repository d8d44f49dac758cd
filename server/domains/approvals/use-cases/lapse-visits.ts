import { systemCtx } from '../../../core/ctx'
import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { dropVisits } from '../../appointments/use-cases/drop-visits'

/** Visits that one run looks at, at most; the next takes the rest. */
const batch = 500

/** Calls off visits that are over before all have agreed to them: their passes open nothing. @returns how many */
export async function lapseVisits(now = new Date()): Promise<number> {
  const over = await prisma.appointment.findMany({
    where: { status: 'PENDING_APPROVAL', endsAt: { lte: now } },
    select: { id: true, organizationId: true },
    take: batch,
  })
  const lapsed = { passes: 'REVOKE' as const, reason: null, keepsPlace: true, tellsGuests: false, requests: 'LAPSED' as const }
  return oneByOne(over, ({ id, organizationId }) => {
    const ctx = systemCtx(organizationId)
    return ctx.transaction((tx) => dropVisits({ ctx, tx }, [id], lapsed))
  })
}
