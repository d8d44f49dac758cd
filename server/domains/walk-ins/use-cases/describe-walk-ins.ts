import { organizationOf, type Ctx } from '../../../core/ctx'
import { namesByAccount } from '../../../core/members'
import { openForOrganization, sealedColumns } from '../../../core/organization-seal'
import type { ApprovalStatus } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'

/** What a desk knows of somebody who came without an invitation. */
export interface WalkInFacts {
  appointmentId: string
  documentSeen: boolean
  registeredAt: Date
  /** What came of asking; null where nobody had to be asked. */
  answer: ApprovalStatus | null
  /** Until when whoever is asked now has to answer, before others are asked. */
  dueAt: Date | null
  /** Whether others are asked too because nobody had answered in time. */
  isEscalated: boolean
  /** Who is asked now. */
  asked: string[]
  /** What whoever declined said. */
  words: string | null
}

const withAnswers = {
  asks: { where: { closedAt: null, isCalled: true }, select: { userId: true }, orderBy: { id: 'asc' } },
  decisions: {
    where: { verdict: 'REFUSED' },
    select: { id: true, approvalRequestId: true, sealedReason: true },
    orderBy: { id: 'desc' },
    take: 1,
  },
  visits: { select: { appointmentId: true } },
} as const

const requestsOf = ({ db }: Ctx, appointmentIds: string[]) =>
  db.approvalRequest.findMany({
    where: { visits: { some: { appointmentId: { in: appointmentIds } } } },
    include: withAnswers,
    orderBy: { id: 'desc' },
  })

/** What is known of those of these visits that are of people who came without an invitation, by the id of the visit. */
export async function describeWalkIns(ctx: Ctx, appointmentIds: string[]): Promise<Map<string, WalkInFacts>> {
  const rows = await ctx.db.walkIn.findMany({ where: { appointmentId: { in: appointmentIds } } })
  if (rows.length === 0) return new Map()
  const requests = await requestsOf(
    ctx,
    rows.map(({ appointmentId }) => appointmentId),
  )
  const keyring = await keyringOf(organizationOf(ctx))
  const names = await namesByAccount(
    ctx.db,
    requests.flatMap(({ asks }) => asks.map(({ userId }) => userId)),
  )
  const facts = rows.map(({ appointmentId, documentSeen, createdAt }): WalkInFacts => {
    const request = requests.find(({ visits }) => visits.some((visit) => visit.appointmentId === appointmentId))
    const refusal = request?.decisions[0]
    const sealed = refusal?.sealedReason
    return {
      appointmentId,
      documentSeen,
      registeredAt: createdAt,
      answer: request?.status ?? null,
      dueAt: request?.dueAt ?? null,
      isEscalated: (request?.escalations ?? 0) > 0,
      asked: [...new Set(request?.asks.flatMap(({ userId }) => names.get(userId) ?? []))],
      words: sealed && refusal ? openForOrganization(keyring, sealed, sealedColumns.approvalReason, refusal.id).toString() : null,
    }
  })
  return new Map(facts.map((each) => [each.appointmentId, each]))
}
