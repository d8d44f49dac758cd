import { organizationOf } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { Appointment, ApprovalChain, ApprovalRequest, Prisma } from '../../../generated/prisma/client'
import { chainFor } from '../chain-steps'
import { userOfHost } from '../people'
import { walkInCourse } from '../walk-in-steps'
import { defaultTypeOf, holdVisits, livePasses, type WaitingPass } from './hold-visits'
import { openStep, type Deciding } from './open-step'
import { holdRequest } from './take-request'

/** A visit that may need somebody's word. */
export type AskedVisit = Pick<Appointment, 'id' | 'siteId' | 'hostId' | 'startsAt' | 'endsAt'>

/** Visits that somebody asks for together: at one site, with one host. */
export interface Asking {
  visits: readonly AskedVisit[]
  /** The person who asks; null for a program. */
  requesterId: string | null
  /** Visits of whose guests each is written to. */
  tellers: ReadonlySet<string>
  seriesId?: string | null
  /** Whether they only prolong the series: its rule was agreed to, or is being asked for. */
  prolongs?: boolean
  /** What asks bit by bit, as a list of guests does: all its visits are one request while nobody has decided. */
  batchId?: string | null
  /** Whether their guest stands at the reception without having been invited: then the host is asked first. */
  isWalkIn?: boolean
}

/** By what people are asked: a chain, or the steps of a request that goes on by them. */
type Course = Pick<ApprovalRequest, 'steps' | 'allowsOwn'> & { id: string | null; isWalkIn?: boolean }

/** A request that is to be made. */
export interface NewRequest {
  chain: Course
  visitorTypeId: string | null
  requesterId: string | null
  batchId?: string | null
  visits: readonly AskedVisit[]
  more?: Partial<Pick<Prisma.ApprovalRequestUncheckedCreateInput, 'changed' | 'earlier'>>
}

/** Notes what is asked for: this, and no more, is what people agree to. */
export async function noteVisits({ ctx, tx }: Deciding, approvalRequestId: string, visits: readonly AskedVisit[]): Promise<void> {
  const rows = visits.map(({ id, siteId, hostId, startsAt, endsAt }) => ({ appointmentId: id, siteId, hostId, startsAt, endsAt }))
  const at = { organizationId: organizationOf(ctx), approvalRequestId }
  await tx.approvalVisit.createMany({ data: rows.map((row) => ({ ...at, ...row })), skipDuplicates: true })
}

/** Makes a request and asks its first step. */
export async function createRequest(deciding: Deciding, wanted: NewRequest): Promise<void> {
  const { ctx, tx } = deciding
  const { chain, visits, more } = wanted
  const [first] = visits
  if (!first) return
  const [id, now] = [newId(), ctx.now()]
  const about = { visitorTypeId: wanted.visitorTypeId, requesterId: wanted.requesterId, batchId: wanted.batchId ?? null }
  const kept = {
    approvalChainId: chain.id,
    steps: chain.steps as Prisma.InputJsonArray,
    allowsOwn: chain.allowsOwn,
    isWalkIn: chain.isWalkIn ?? false,
  }
  const request = await tx.approvalRequest.create({
    data: {
      id,
      organizationId: organizationOf(ctx),
      ...kept,
      ...about,
      ...more,
      hostId: first.hostId,
      status: 'PENDING',
      askedAt: now,
      createdAt: now,
    },
  })
  await noteVisits(deciding, id, visits)
  await openStep(deciding, request, 0)
}

/**
 * A request that waits and that these visits belong to: of the same list or series while nobody has decided, or of the series that
 * they only prolong.
 */
async function findJoined(deciding: Deciding, asking: Asking, visitorTypeId: string | null): Promise<string | null> {
  const { seriesId, prolongs, batchId } = asking
  if (!seriesId && !batchId) return null
  const undecided: Prisma.ApprovalRequestWhereInput = prolongs ? {} : { decisions: { none: { deciderId: { not: null } } } }
  const together = seriesId ? { visits: { some: { appointment: { seriesId } } } } : { batchId: batchId ?? '' }
  const where = { ...together, ...undecided }
  const found = await deciding.tx.approvalRequest.findFirst({
    where: { ...where, visitorTypeId, status: 'PENDING' },
    orderBy: { id: 'desc' },
  })
  // It may have been decided since.
  return found && (await holdRequest(deciding, found.id)) ? found.id : null
}

/** @returns whether the passes wait now */
async function askFor(
  deciding: Deciding,
  asking: Asking,
  chain: Course,
  visitorTypeId: string | null,
  passes: WaitingPass[],
): Promise<boolean> {
  const joined = await findJoined(deciding, asking, visitorTypeId)
  if (!joined && asking.prolongs) return false
  const concerned = new Set(passes.map(({ appointmentId }) => appointmentId))
  const visits = asking.visits.filter(({ id }) => concerned.has(id))
  await holdVisits(deciding, passes, asking.tellers)
  const { requesterId, batchId = null } = asking
  if (joined) await noteVisits(deciding, joined, visits)
  else await createRequest(deciding, { chain, visitorTypeId, requesterId, batchId, visits })
  return true
}

/** The chains that hold now. */
export const currentChains = ({ tx }: Deciding): Promise<ApprovalChain[]> => tx.approvalChain.findMany({ where: { deletedAt: null } })

/** By what the guests of a kind are asked for; null where nobody has to be asked. */
function courseOf(chain: ApprovalChain | null, asksHost: boolean): Course | null {
  if (!asksHost) return chain
  const { approvalChainId, ...course } = walkInCourse(chain)
  return { id: approvalChainId, ...course }
}

/**
 * Has visits that were just booked agreed to, where a chain says so: their passes wait until then. One request for the guests of each
 * kind; visits that need nobody's word stay as they are.
 * @param among the only passes that it is about; all of the visits where they are not said
 * @returns ids of the passes that wait
 */
export async function askApproval(deciding: Deciding, asking: Asking, among?: readonly string[]): Promise<string[]> {
  const { tx } = deciding
  const [first] = asking.visits
  const chains = first ? await currentChains(deciding) : []
  // Whoever registers their own guest has answered.
  const asksHost = Boolean(first && asking.isWalkIn) && (await userOfHost(tx, first?.hostId ?? '')) !== asking.requesterId
  if (!first || (chains.length === 0 && !asksHost)) return []
  const defaultTypeId = await defaultTypeOf(deciding)
  const appointmentId = { in: asking.visits.map(({ id }) => id) }
  const passes = await tx.visitPass.findMany({
    where: { appointmentId, ...livePasses, ...(among ? { id: { in: [...among] } } : {}) },
    select: { id: true, appointmentId: true, visitorTypeId: true },
  })
  const claimed: string[] = []
  for (const [visitorTypeId, waiting] of Map.groupBy(passes, (pass) => pass.visitorTypeId ?? defaultTypeId)) {
    const chain = courseOf(chainFor(chains, { siteId: first.siteId, visitorTypeId }), asksHost)
    if (chain && (await askFor(deciding, asking, chain, visitorTypeId, waiting))) claimed.push(...waiting.map(({ id }) => id))
  }
  return claimed
}
