import type { AccessPlace, AccessRule } from '../access-rules'
import type { ChangingCodes } from '../credentials/live-code'
import type { PresencePolicy } from '../crossing'
import type { Passage, ZonePlace, ZoneTree } from '../whereabouts'

/** A gate of the site, as far as deciding there goes. */
export interface PlannedGate extends Passage {
  id: string
  name: string
  /** Nobody is let in there, by its own closing or by that of its site. */
  isClosed: boolean
  /** Which ways the device was enrolled for. */
  mayAdmit: boolean
  mayCheckOut: boolean
}

/** A zone of the site. */
export type PlannedZone = ZonePlace & NonNullable<AccessPlace['zone']>

/**
 * What the gates of a site decide by while they have no connection: everything but the passes. It travels and is kept as JSON. Nothing in it
 * is about a guest.
 */
export interface GatePlan {
  siteId: string
  timeZone: string
  /** The steward must look at the guest's identity document. */
  identityCheck: boolean
  /** The gates at which the device may scan. */
  gates: PlannedGate[]
  rules: AccessRule[]
  zones: PlannedZone[]
  /** Days, `YYYY-MM-DD`, by the site's calendar. */
  holidays: string[]
  policy: PresencePolicy
  /** How many people were inside when it was written, in all and by zone. */
  people: { inside: number; zones: Record<string, number> }
  /** Public keys of the organization, raw, in base64, by their ids. */
  keys: Record<string, string>
  /** The public key under which scans lie on the device until they are told, raw, in base64. */
  sealKey: string
  /** For how many minutes after the last word of the server a gate decides alone. */
  graceMinutes: number
  /** Whether somebody whose pass is signed, but not on the list, may be let in once their document was looked at. */
  admitsUnlisted: boolean
  /** Whether codes change, and whether any other lets somebody in; absent in a plan of before there were such codes. */
  changingCodes?: ChangingCodes
}

/** The zones of a plan as decisions ask them. */
export const zonesOf = ({ zones }: GatePlan): ZoneTree & ReadonlyMap<string, PlannedZone> => new Map(zones.map((zone) => [zone.id, zone]))

/** What there is to be asked at a gate of a plan. */
export function placeAt(plan: GatePlan, gate: PlannedGate): AccessPlace {
  const zone = plan.zones.find(({ id }) => id === gate.zoneId) ?? null
  return { gateId: gate.id, zone, timeZone: plan.timeZone, holidays: new Set(plan.holidays), rules: plan.rules }
}
