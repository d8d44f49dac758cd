import type { ApprovalStanding } from '../../generated/prisma/client'
import { builtInRoles } from '../../core/permissions'
import type { TenantTransaction } from '../../infra/tenant-client'
import type { StoredApprover, StoredStep } from './chain-steps'
import { ableAmong, findAdministrators, headOf, holdersOf, userOfHost, type VisitPlace } from './people'

/** For whom seats are found. */
export interface Seated extends VisitPlace {
  requesterId: string | null
  allowsOwn: boolean
}

/** Somebody who may speak for a seat. */
export interface Speaker {
  seat: string
  userId: string
  standing: ApprovalStanding
  byRole: string | null
  isDecisive: boolean
  isCalled: boolean
}

/** Who may speak at a step; `own` where it would be none but the person who asked. */
export type Seating = { speakers: Speaker[]; own?: never } | { own: true; speakers?: never }

interface Candidate {
  userId: string | null
  roleId: string | null
  deputyId: string | null
}

async function candidatesOf(tx: TenantTransaction, { kind, userId, roleId, deputyId }: StoredApprover, place: VisitPlace) {
  const one = (id: string | null): Candidate[] => [{ userId: id, roleId: null, deputyId }]
  if (kind === 'PERSON') return one(userId)
  if (kind === 'HOST') return one(await userOfHost(tx, place.hostId))
  if (kind === 'DEPARTMENT_HEAD') return one(await headOf(tx, place.hostId))
  const holders = await holdersOf(tx, roleId ?? '', place)
  return holders.length > 0 ? holders.map((id): Candidate => ({ userId: id, roleId, deputyId })) : one(null)
}

/** Those whom approvers name at this moment, nobody twice. */
export async function findCandidates(tx: TenantTransaction, approvers: readonly StoredApprover[], place: VisitPlace): Promise<Candidate[]> {
  const found: Candidate[] = []
  for (const approver of approvers) found.push(...(await candidatesOf(tx, approver, place)))
  return found.filter(({ userId }, index) => userId === null || found.findIndex((other) => other.userId === userId) === index)
}

/** Administrators who may speak, but for the person who asked. */
export async function administratorsFor(
  tx: TenantTransaction,
  { requesterId, allowsOwn }: Omit<Seated, keyof VisitPlace>,
): Promise<string[]> {
  return (await findAdministrators(tx)).filter((id) => allowsOwn || id !== requesterId)
}

/** An administrator in the seat of somebody who is away, or in one of their own whose word is enough. */
export const administrator = (userId: string, seat: string | null): Speaker => ({
  seat: seat ?? userId,
  userId,
  standing: 'ADMINISTRATOR',
  byRole: builtInRoles.OrgAdmin.id,
  isDecisive: seat === null,
  isCalled: true,
})

interface Places {
  taken: Speaker[][]
  /** Seats of people who are away and have nobody who stands in. */
  vacant: string[]
  own: boolean
}

function place(candidates: readonly Candidate[], able: ReadonlySet<string>, own: string | null): Places {
  const places: Places = { taken: [], vacant: [], own: false }
  for (const [index, { userId, roleId, deputyId }] of candidates.entries()) {
    const mayStandIn = deputyId !== null && able.has(deputyId) && deputyId !== own && deputyId !== userId
    const seat = userId ?? deputyId ?? `vacant-${index}`
    const isHere = userId !== null && userId !== own && able.has(userId)
    const self = isHere ? [{ seat, userId, standing: 'APPROVER' as const, byRole: roleId, isDecisive: false, isCalled: true }] : []
    const deputy = mayStandIn
      ? [{ seat, userId: deputyId, standing: 'DEPUTY' as const, byRole: null, isDecisive: false, isCalled: !isHere }]
      : []
    if (self.length + deputy.length > 0) places.taken.push([...self, ...deputy])
    else if (userId !== null && userId === own) places.own = true
    else places.vacant.push(seat)
  }
  return places
}

/** How many of so many seats have to agree. */
export const neededOf = (step: Pick<StoredStep, 'needed'>, seats: number): number =>
  step.needed === 'ALL' ? seats : Math.min(step.needed, seats)

/**
 * Finds who may speak at a step at this moment. Whoever is away is stood in for by their deputy, else by the administrators; nobody
 * speaks about what they asked for themselves, unless the chain says so.
 */
export async function seatStep(tx: TenantTransaction, step: StoredStep, seated: Seated): Promise<Seating> {
  const candidates = await findCandidates(tx, step.approvers, seated)
  const able = await ableAmong(
    tx,
    candidates.flatMap(({ userId, deputyId }) => [userId, deputyId].filter((id) => id !== null)),
  )
  const { taken, vacant, own } = place(candidates, able, seated.allowsOwn ? null : seated.requesterId)
  if (taken.length === 0 && vacant.length === 0 && own) return { own: true }
  if (taken.length === 0) return { speakers: (await administratorsFor(tx, seated)).map((id) => administrator(id, null)) }
  const isShort = taken.length < neededOf(step, taken.length + vacant.length)
  const administrators = isShort ? await administratorsFor(tx, seated) : []
  return { speakers: [...taken.flat(), ...vacant.flatMap((seat) => administrators.map((id) => administrator(id, seat)))] }
}
