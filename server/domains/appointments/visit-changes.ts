import { maxVisitDays } from '#shared/schemas/appointments'
import type { VisitTexts } from '../../core/appointment-texts'
import { visitChanges, type VisitChange } from './events'

/** What a visit is: what people can change of it. */
export interface VisitState extends VisitTexts {
  startsAt: Date
  endsAt: Date
  siteId: string
  roomId: string | null
  hostId: string
  /** Who receives the guests beside the host, each once, in order. */
  coHostIds: string[]
}

/** What somebody wants otherwise. What is absent stays. */
export type WantedVisit = Partial<VisitState>

const fieldsOf = {
  TIME: ['startsAt', 'endsAt'],
  SITE: ['siteId'],
  ROOM: ['roomId'],
  HOST: ['hostId'],
  TITLE: ['title'],
  MESSAGE: ['message'],
  RECEPTION_NOTE: ['receptionNote'],
  CO_HOSTS: ['coHostIds'],
} as const satisfies Record<VisitChange, (keyof VisitState)[]>

const equal = (one: unknown, other: unknown): boolean => {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  return Array.isArray(one) && Array.isArray(other) ? one.join() === other.join() : one === other
}

/** What would change of a visit. */
export const changesBetween = (before: VisitState, after: VisitState): VisitChange[] =>
  visitChanges.filter((change) => fieldsOf[change].some((field) => !equal(before[field], after[field])))

/** The parts of a state that belong to some changes. */
export function partsOf(state: WantedVisit, changes: readonly VisitChange[]): WantedVisit {
  const fields = changes.flatMap((change): readonly string[] => fieldsOf[change])
  return Object.fromEntries(Object.entries(state).filter(([field]) => fields.includes(field)))
}

/** Who receives beside a host: each once, in order, the host not among them. */
export const besideHost = (hostId: string, coHostIds: readonly string[]): string[] =>
  [...new Set(coHostIds)].filter((id) => id !== hostId).toSorted()

/** A visit after what is wanted. A room belongs to its site: whoever changes the site loses the room unless they name another. */
export function visitAfter(before: VisitState, wanted: WantedVisit): VisitState {
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const movesAway = wanted.siteId !== undefined && wanted.siteId !== before.siteId && wanted.roomId === undefined
  const after = { ...before, ...(movesAway ? { roomId: null } : {}), ...given }
  return { ...after, coHostIds: besideHost(after.hostId, after.coHostIds) }
}

/** What of an input says how a visit shall be. */
export function wantedOf({ startsAt, endsAt, siteId, roomId, hostId, coHostIds, title, message, receptionNote }: WantedVisit): WantedVisit {
  const given = { startsAt, endsAt, siteId, roomId, hostId, coHostIds, title, message, receptionNote }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

/** What guests are told of; the rest is between the staff. */
export const tellsGuests = (changes: readonly string[]): boolean =>
  changes.some((change) => change !== 'RECEPTION_NOTE' && change !== 'CO_HOSTS')

/** What of a stored list is (still) something that can change. */
export const changesIn = (stored: unknown): VisitChange[] =>
  Array.isArray(stored) ? visitChanges.filter((change) => stored.includes(change)) : []

/** Why a visit cannot be at these hours: the field and a key under `errors`; null when it can. */
export function problemOfHours(
  { startsAt, endsAt }: Pick<VisitState, 'startsAt' | 'endsAt'>,
  now: Date,
): { path: string[]; key: string } | null {
  const length = endsAt.getTime() - startsAt.getTime()
  if (length <= 0) return { path: ['endsAt'], key: 'endsBeforeStarts' }
  if (length > maxVisitDays * 86_400_000) return { path: ['endsAt'], key: 'visitTooLong' }
  if (startsAt.getTime() > now.getTime() + 730 * 86_400_000) return { path: ['startsAt'], key: 'tooFarAhead' }
  return endsAt <= now ? { path: ['endsAt'], key: 'visitInThePast' } : null
}
