import type { ApprovalAsk, ApprovalDecision, ApprovalRequest, Appointment } from '../../../generated/prisma/client'
import type { TenantClient } from '../../../infra/tenant-client'
import { readSteps, type StoredStep } from '../chain-steps'
import { namesByAccount } from '../../../core/members'

/** What is known of a request beside its row. */
export interface RequestFacts {
  /** The visit that is first. */
  appointment: Appointment
  visitCount: number
  asks: ApprovalAsk[]
  decisions: ApprovalDecision[]
  /** Null where none is followed. */
  chainName: string | null
  visitorTypeName: string | null
  /** What the people in it are called. */
  nameOf: (userId: string | null) => string | null
  roleNameOf: (roleId: string | null) => string | null
}

/** What a role is called. */
export interface RoleName {
  id: string
  name: string
}

async function firstVisits(db: TenantClient, ids: string[]) {
  const counted = await db.approvalVisit.groupBy({
    by: ['approvalRequestId'],
    where: { approvalRequestId: { in: ids } },
    _count: true,
    _min: { startsAt: true },
  })
  const first = counted.flatMap(({ approvalRequestId, _min: { startsAt } }) => (startsAt ? [{ approvalRequestId, startsAt }] : []))
  const rows = await db.approvalVisit.findMany({ where: { OR: first }, orderBy: { appointmentId: 'asc' } })
  const appointments = await db.appointment.findMany({ where: { id: { in: rows.map(({ appointmentId }) => appointmentId) } } })
  return (id: string) => {
    const appointmentId = rows.find(({ approvalRequestId }) => approvalRequestId === id)?.appointmentId
    const appointment = appointments.find((each) => each.id === appointmentId)
    const count = counted.find(({ approvalRequestId }) => approvalRequestId === id)?._count ?? 0
    return appointment ? { appointment, visitCount: count } : null
  }
}

const approversOf = (steps: StoredStep[]) => steps.flatMap(({ approvers, escalateTo }) => [...approvers, ...escalateTo])

function namesOf(db: TenantClient, requests: readonly ApprovalRequest[], asks: ApprovalAsk[], decisions: ApprovalDecision[]) {
  const named = requests.flatMap((request) => approversOf(readSteps(request.steps)))
  return namesByAccount(db, [
    ...named.flatMap(({ userId, deputyId }) => [userId, deputyId]),
    ...requests.map(({ requesterId }) => requesterId),
    ...asks.flatMap(({ userId, seat }) => [userId, seat]),
    ...decisions.flatMap(({ deciderId, seat }) => [deciderId, seat]),
  ])
}

/**
 * What is known of requests, in a handful of statements however many they are.
 * @param rolesOf finds roles that can be held in the organization
 * @returns in the order of the requests; null for one of which no visit is left
 */
export async function describeRequests(
  db: TenantClient,
  requests: readonly ApprovalRequest[],
  rolesOf: (ids: string[]) => Promise<RoleName[]>,
): Promise<(RequestFacts | null)[]> {
  const ids = requests.map(({ id }) => id)
  const where = { approvalRequestId: { in: ids } }
  const visitOf = await firstVisits(db, ids)
  const [asks, decisions] = [
    await db.approvalAsk.findMany({ where, orderBy: { id: 'asc' } }),
    await db.approvalDecision.findMany({ where, orderBy: { id: 'asc' } }),
  ]
  const names = await namesOf(db, requests, asks, decisions)
  const roles = await rolesOf(requests.flatMap(({ steps }) => approversOf(readSteps(steps)).flatMap(({ roleId }) => roleId ?? [])))
  const chains = await db.approvalChain.findMany({
    where: { id: { in: requests.flatMap(({ approvalChainId }) => approvalChainId ?? []) } },
  })
  const types = await db.visitorType.findMany({ where: { id: { in: requests.flatMap(({ visitorTypeId }) => visitorTypeId ?? []) } } })
  return requests.map((request) => {
    const visit = visitOf(request.id)
    return (
      visit && {
        ...visit,
        asks: asks.filter(({ approvalRequestId }) => approvalRequestId === request.id),
        decisions: decisions.filter(({ approvalRequestId }) => approvalRequestId === request.id),
        chainName: chains.find(({ id }) => id === request.approvalChainId)?.name ?? null,
        visitorTypeName: types.find(({ id }) => id === request.visitorTypeId)?.name ?? null,
        nameOf: (userId) => (userId === null ? null : (names.get(userId) ?? null)),
        roleNameOf: (roleId) => roles.find(({ id }) => id === roleId)?.name ?? null,
      }
    )
  })
}
