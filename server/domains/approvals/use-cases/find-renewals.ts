import type { ApprovalChain, ApprovalRequest, ApprovalVisit } from '../../../generated/prisma/client'
import { chainFor } from '../chain-steps'
import { currentChains, type AskedVisit } from './ask-approval'
import { defaultTypeOf, livePasses, type WaitingPass } from './hold-visits'
import type { Deciding } from './open-step'

/** A visit that was changed, and what of it. */
export interface ChangedVisit {
  appointmentId: string
  changed: readonly string[]
  /** Whether its guests are written to. */
  tellsGuests?: boolean | undefined
}

/** What was agreed to, or is being asked for. */
type Coverage = ApprovalVisit & { approvalRequest: ApprovalRequest }

/** A visit for which people have to be asked anew, or need not be asked any more. */
export interface Renewal {
  visit: AskedVisit
  changed: readonly string[]
  visitorTypeId: string | null
  chain: Pick<ApprovalRequest, 'steps' | 'allowsOwn' | 'isWalkIn'> & { id: string | null }
  coverage: Coverage | null
  passes: WaitingPass[]
}

/** Whether a visit is no more than what was agreed to: the same place and host, within the same hours. */
const isWithin = (visit: AskedVisit, covered: Pick<ApprovalVisit, 'siteId' | 'hostId' | 'startsAt' | 'endsAt'>): boolean =>
  visit.siteId === covered.siteId && visit.hostId === covered.hostId && visit.startsAt >= covered.startsAt && visit.endsAt <= covered.endsAt

async function load(deciding: Deciding, ids: string[]) {
  const { tx } = deciding
  const [visits, passes, coverages, chains, defaultTypeId] = [
    await tx.appointment.findMany({ where: { id: { in: ids } } }),
    await tx.visitPass.findMany({
      where: { appointmentId: { in: ids }, ...livePasses },
      select: { id: true, appointmentId: true, visitorTypeId: true },
    }),
    await tx.approvalVisit.findMany({
      where: { appointmentId: { in: ids }, approvalRequest: { status: { in: ['PENDING', 'APPROVED'] } } },
      include: { approvalRequest: true },
      orderBy: { approvalRequestId: 'desc' },
    }),
    await currentChains(deciding),
    await defaultTypeOf(deciding),
  ]
  return { visits, passes, coverages, chains, defaultTypeId }
}

/** The chain by which a changed visit is asked for; null where nobody has to be asked. */
function chainOf(chains: ApprovalChain[], visit: AskedVisit, visitorTypeId: string | null, movesAway: boolean, coverage: Coverage | null) {
  const request = coverage?.approvalRequest
  // Whoever is being asked already goes on by what they were asked, whatever became of the chain; a host is, wherever their guest is sent.
  if (request?.status === 'PENDING' && (!movesAway || request.isWalkIn)) return { ...request, id: request.approvalChainId }
  const chain = chainFor(chains, { siteId: visit.siteId, visitorTypeId })
  return chain && { ...chain, isWalkIn: false }
}

/** The request under which a visit waits, if it does. */
export const waitsUnder = ({ coverage }: Pick<Renewal, 'coverage'>): ApprovalRequest | null =>
  coverage?.approvalRequest.status === 'PENDING' ? coverage.approvalRequest : null

/** Which visits have to be asked for anew, and which need not be asked for any more. */
export async function findRenewals(
  deciding: Deciding,
  changes: readonly ChangedVisit[],
): Promise<{ renewals: Renewal[]; freed: Renewal[] }> {
  const found = await load(
    deciding,
    changes.map(({ appointmentId }) => appointmentId),
  )
  const [renewals, freed]: [Renewal[], Renewal[]] = [[], []]
  for (const { appointmentId, changed } of changes) {
    const visit = found.visits.find(({ id }) => id === appointmentId)
    if (!visit) continue
    const own = found.passes.filter((pass) => pass.appointmentId === appointmentId)
    for (const [visitorTypeId, passes] of Map.groupBy(own, (pass) => pass.visitorTypeId ?? found.defaultTypeId)) {
      const coverage =
        found.coverages.find((one) => one.appointmentId === appointmentId && one.approvalRequest.visitorTypeId === visitorTypeId) ?? null
      const movesAway = changed.includes('SITE')
      if (coverage ? isWithin(visit, coverage) : !movesAway) continue
      const chain = chainOf(found.chains, visit, visitorTypeId, movesAway, coverage)
      if (chain) renewals.push({ visit, changed, visitorTypeId, chain, coverage, passes })
      else if (coverage?.approvalRequest.status === 'PENDING')
        freed.push({ visit, changed, visitorTypeId, chain: { id: null, steps: [], allowsOwn: false, isWalkIn: false }, coverage, passes })
    }
  }
  return { renewals, freed }
}
