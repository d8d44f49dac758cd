import { actorId } from '../../../core/audit'
import { openVisit } from '../../../core/open-status'
import type { ApprovalRequest, Prisma } from '../../../generated/prisma/client'
import { releasePasses } from '../../credentials/use-cases/pass-holds'
import { createRequest, noteVisits } from './ask-approval'
import { findRenewals, waitsUnder, type ChangedVisit, type Renewal } from './find-renewals'
import { holdVisits, scheduleApproved } from './hold-visits'
import { openStep, type Deciding } from './open-step'
import { holdRequest } from './take-request'
import { endRequest } from './withdraw-visits'

/** Changes that may make a visit another than the one that was agreed to. */
const material = ['TIME', 'SITE', 'HOST']

const changedBy = (group: readonly Renewal[], before: unknown = []): string[] => [
  ...new Set([...(Array.isArray(before) ? before.map(String) : []), ...group.flatMap(({ changed }) => changed)]),
]

/** What people had agreed to, or were asked, before. */
function earlierOf([first]: readonly Renewal[]): Prisma.InputJsonObject | undefined {
  if (!first?.coverage) return undefined
  const { siteId, hostId, startsAt, endsAt } = first.coverage
  return { siteId, hostId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
}

/** Asks anew from the first step for all the visits of a request: what was decided of them before stays, and counts no more. */
async function restart(deciding: Deciding, request: ApprovalRequest, group: Renewal[]): Promise<void> {
  const { ctx, tx } = deciding
  const earlier = earlierOf(group)
  const now = {
    changed: changedBy(group, request.changed),
    requesterId: ctx.actor.type === 'user' ? actorId(ctx) : request.requesterId,
    hostId: group[0]?.visit.hostId ?? request.hostId,
  }
  await tx.approvalRequest.updateMany({
    where: { id: request.id, status: 'PENDING' },
    data: { ...now, round: { increment: 1 }, ...(request.earlier === null && earlier ? { earlier } : {}) },
  })
  await tx.approvalVisit.deleteMany({ where: { approvalRequestId: request.id } })
  await noteVisits(
    deciding,
    request.id,
    group.map(({ visit }) => visit),
  )
  await openStep(deciding, { ...request, ...now, round: request.round + 1 }, 0)
}

/** The visits of a request that still take place, beside these. */
async function othersOf({ tx }: Deciding, approvalRequestId: string, group: readonly Renewal[]): Promise<number> {
  const open = { appointment: { status: { in: openVisit } } }
  const others = { approvalRequestId, appointmentId: { notIn: group.map(({ visit }) => visit.id) } }
  return tx.approvalVisit.count({ where: { ...others, ...open } })
}

/** Takes visits out of the requests under which they wait: they are asked for otherwise, or not at all. What nothing is left of ends. */
async function takeOut(deciding: Deciding, visits: readonly Renewal[]): Promise<void> {
  for (const [request, group] of Map.groupBy(visits, (visit) => waitsUnder(visit)?.id ?? null)) {
    if (request === null) continue
    const appointmentId = { in: group.map(({ visit }) => visit.id) }
    if ((await othersOf(deciding, request, group)) === 0) await endRequest(deciding, request, 'WITHDRAWN')
    else await deciding.tx.approvalVisit.deleteMany({ where: { approvalRequestId: request, appointmentId } })
  }
}

async function renew(deciding: Deciding, group: Renewal[]): Promise<void> {
  const { ctx } = deciding
  const [first] = group
  if (!first) return
  const request = waitsUnder(first)
  const isSame = request?.approvalChainId === first.chain.id
  if (request && isSame && (await othersOf(deciding, request.id, group)) === 0) return restart(deciding, request, group)
  await takeOut(deciding, group)
  const earlier = earlierOf(group)
  await createRequest(deciding, {
    chain: first.chain,
    visitorTypeId: first.visitorTypeId,
    requesterId: ctx.actor.type === 'user' ? actorId(ctx) : null,
    visits: group.map(({ visit }) => visit),
    more: { changed: changedBy(group, request?.changed), ...(earlier ? { earlier } : {}) },
  })
}

/** Visits that need nobody's word any more go on without it. */
async function free(deciding: Deciding, freed: readonly Renewal[]): Promise<void> {
  if (freed.length === 0) return
  const { ctx, tx } = deciding
  await takeOut(deciding, freed)
  await releasePasses(ctx, tx, { visitPassIds: freed.flatMap(({ passes }) => passes.map(({ id }) => id)), kind: 'APPROVAL' })
  await scheduleApproved(
    deciding,
    freed.map(({ visit }) => visit.id),
  )
}

/**
 * Has visits that were changed agreed to anew where they are more than what was agreed to: elsewhere, with another host, or outside the
 * hours. Visits of one change are asked for together.
 */
export async function followChanges(deciding: Deciding, changes: readonly ChangedVisit[]): Promise<void> {
  const moved = changes.filter(({ changed }) => changed.some((change) => material.includes(change)))
  if (moved.length === 0) return
  const { renewals, freed } = await findRenewals(deciding, moved)
  const tellers = new Set(moved.filter(({ tellsGuests }) => tellsGuests !== false).map(({ appointmentId }) => appointmentId))
  await holdVisits(
    deciding,
    renewals.flatMap(({ passes }) => passes),
    tellers,
  )
  const waiting = new Set([...renewals, ...freed].flatMap((each) => waitsUnder(each)?.id ?? []))
  for (const id of [...waiting].toSorted()) await holdRequest(deciding, id)
  const together = ({ visit, visitorTypeId, coverage }: Renewal) =>
    [visitorTypeId, visit.siteId, visit.hostId, waitsUnder({ coverage })?.id].join(' ')
  for (const group of Map.groupBy(renewals, together).values()) await renew(deciding, group)
  await free(deciding, freed)
}
