import type { ApprovalStanding } from '../../generated/prisma/client'
import { builtInRoles } from '../../core/permissions'
import type { TenantTransaction } from '../../infra/tenant-client'
import type { StoredApprover, StoredStep } from './chain-steps'
import { ableAmong, findAdministrators, headOf, holdersOf, standInsFor, userOfHost, type VisitPlace } from './people'

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

/** Somebody whom a step names. */
export interface Candidate {
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

/** Somebody who speaks for a seat in the place of another. */
export const deputy = (userId: string, seat: string, isCalled: boolean): Speaker => ({
  seat,
  userId,
  standing: 'DEPUTY',
  byRole: null,
  isDecisive: false,
  isCalled,
})

/** People whom a step looks at: who can speak, who is absent and who stands in for them, and who asked and may not speak. */
interface People {
  able: ReadonlySet<string>
  absent: ReadonlyMap<string, string[]>
  own: string | null
}

/** Who stands in for a candidate: the deputy whom the chain names, and those of an absence. */
function deputiesOf({ userId, deputyId }: Candidate, { able, absent, own }: People): string[] {
  const named = [deputyId ?? '', ...(absent.get(userId ?? '') ?? [])]
  return [...new Set(named)].filter((id) => able.has(id) && id !== own && id !== userId)
}

function place(candidates: readonly Candidate[], people: People): Places {
  const { able, absent, own } = people
  const places: Places = { taken: [], vacant: [], own: false }
  for (const [index, candidate] of candidates.entries()) {
    const { userId, roleId, deputyId } = candidate
    const seat = userId ?? deputyId ?? `vacant-${index}`
    const maySpeak = userId !== null && userId !== own && able.has(userId)
    const self = maySpeak ? [{ seat, userId, standing: 'APPROVER' as const, byRole: roleId, isDecisive: false, isCalled: true }] : []
    const isHere = maySpeak && !absent.has(userId)
    const deputies = deputiesOf(candidate, people).map((id) => deputy(id, seat, !isHere))
    if (self.length + deputies.length > 0) places.taken.push([...self, ...deputies])
    else if (userId !== null && userId === own) places.own = true
    else places.vacant.push(seat)
  }
  return places
}

/** How many of so many seats have to agree. */
export const neededOf = (step: Pick<StoredStep, 'needed'>, seats: number): number =>
  step.needed === 'ALL' ? seats : Math.min(step.needed, seats)

/**
 * Finds who may speak at a step at this moment. Whoever is away is stood in for by their deputy, else by the administrators; whoever is
 * absent may speak all the same, and those who stand in for them meanwhile too. Nobody speaks about what they asked for themselves,
 * unless the chain says so.
 */
export async function seatStep(tx: TenantTransaction, step: StoredStep, seated: Seated, now: Date): Promise<Seating> {
  const candidates = await findCandidates(tx, step.approvers, seated)
  const named = candidates.flatMap(({ userId }) => userId ?? [])
  const absent = await standInsFor(tx, named, now)
  const able = await ableAmong(tx, [...named, ...candidates.flatMap(({ deputyId }) => deputyId ?? []), ...[...absent.values()].flat()])
  const { taken, vacant, own } = place(candidates, { able, absent, own: seated.allowsOwn ? null : seated.requesterId })
  if (taken.length === 0 && vacant.length === 0 && own) return { own: true }
  if (taken.length === 0) return { speakers: (await administratorsFor(tx, seated)).map((id) => administrator(id, null)) }
  const isShort = taken.length < neededOf(step, taken.length + vacant.length)
  const administrators = isShort ? await administratorsFor(tx, seated) : []
  return { speakers: [...taken.flat(), ...vacant.flatMap((seat) => administrators.map((id) => administrator(id, seat)))] }
}
