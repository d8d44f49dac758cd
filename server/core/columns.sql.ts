import type { Checkin, Locale, Site, VisitPass } from '../generated/prisma/client'
import type { Keyring } from '../infra/keyring'
import type { CheckinRow, VisitorRow, VisitPassRow } from './rows'
import { openVisitor } from './visitor-record'

type Bytes = Uint8Array<ArrayBuffer>

/** Columns of a pass `p` in hand-written statements. */
export const passColumns = `p.id AS pass_id, p.site_id AS pass_site_id, p.visitor_id, p.appointment_id, p.visitor_type_id, p.outstanding, p.type, p.status AS pass_status, p.valid_from, p.valid_to,
  p.entries_limit, p.entries_used, p.presence, p.inside_since, p.people_inside, p.moves, p.qr_token, p.short_code, p.invite_version, p.reply, p.late_minutes, p.here_at, p.sealed_plate, p.brought_by, p.revoked_reason, p.is_blocked, p.suspended_reason, p.suspended_at`

/** What {@link passColumns} read; `pass_id` is null where an outer join found none. */
export interface PassColumns {
  pass_id: string
  pass_site_id: string
  visitor_id: string
  appointment_id: string | null
  visitor_type_id: string | null
  outstanding: number
  type: VisitPass['type']
  pass_status: VisitPass['status']
  valid_from: Date
  valid_to: Date
  entries_limit: number | null
  entries_used: number
  presence: VisitPass['presence']
  inside_since: Date | null
  people_inside: number
  moves: number
  qr_token: string | null
  short_code: string | null
  invite_version: number
  reply: VisitPass['reply']
  late_minutes: number | null
  here_at: Date | null
  sealed_plate: Bytes | null
  brought_by: string | null
  revoked_reason: string | null
  is_blocked: number
  suspended_reason: string | null
  suspended_at: Date | null
}

/** A pass from its columns. */
export const passOf = (row: PassColumns): VisitPassRow => ({
  id: row.pass_id,
  siteId: row.pass_site_id,
  visitorId: row.visitor_id,
  appointmentId: row.appointment_id,
  visitorTypeId: row.visitor_type_id,
  outstanding: row.outstanding,
  type: row.type,
  status: row.pass_status,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  entriesLimit: row.entries_limit,
  entriesUsed: row.entries_used,
  presence: row.presence,
  insideSince: row.inside_since,
  peopleInside: row.people_inside,
  moves: row.moves,
  qrToken: row.qr_token,
  shortCode: row.short_code,
  inviteVersion: row.invite_version,
  reply: row.reply,
  lateMinutes: row.late_minutes,
  hereAt: row.here_at,
  sealedPlate: row.sealed_plate,
  broughtById: row.brought_by,
  revokedReason: row.revoked_reason,
  isBlocked: Boolean(row.is_blocked),
  suspendedReason: row.suspended_reason,
  suspendedAt: row.suspended_at,
})

/** Columns of a visitor `v` and of their key `vk`, beside the pass that names them. */
export const visitorColumns = `v.organization_id AS visitor_organization_id, v.locale AS visitor_locale, v.sealed_name, v.sealed_email, v.sealed_phone,
  v.sealed_company, vk.organization_key_id AS visitor_organization_key_id, vk.wrapped_key AS visitor_wrapped_key`

/** Joins the key of visitor `v` as `vk`; whoever was erased has none. */
export const joinVisitorKey = 'LEFT JOIN visitor_keys vk ON vk.visitor_id = v.id'

/** What {@link visitorColumns} read. */
export interface VisitorColumns {
  visitor_id: string
  visitor_organization_id: string
  visitor_locale: Locale
  sealed_name: Bytes | null
  sealed_email: Bytes | null
  sealed_phone: Bytes | null
  sealed_company: Bytes | null
  visitor_organization_key_id: string | null
  visitor_wrapped_key: Bytes | null
}

/** A visitor from its columns. @param keyring of the visitor's organization */
export const visitorOf = (keyring: Keyring, row: VisitorColumns): VisitorRow =>
  openVisitor(keyring, {
    id: row.visitor_id,
    organizationId: row.visitor_organization_id,
    locale: row.visitor_locale,
    sealedName: row.sealed_name,
    sealedEmail: row.sealed_email,
    sealedPhone: row.sealed_phone,
    sealedCompany: row.sealed_company,
    key:
      row.visitor_organization_key_id && row.visitor_wrapped_key
        ? { organizationKeyId: row.visitor_organization_key_id, wrappedKey: row.visitor_wrapped_key }
        : null,
  })

/** Columns of a site `s`. */
export const siteColumns = `s.id AS place_id, s.organization_id AS place_organization_id, s.name AS site_name, s.time_zone AS site_time_zone, s.address AS site_address,
  s.directions AS site_directions, s.what_to_bring, s.parking AS site_parking, s.entrance AS site_entrance, s.map_url, s.directions_other, s.what_to_bring_other,
  s.parking_other, s.entrance_other, s.identity_check, s.closed_at AS site_closed_at`

/** What {@link siteColumns} read. */
export interface SiteColumns {
  place_id: string
  place_organization_id: string
  site_name: string
  site_time_zone: string
  site_address: string | null
  site_directions: string | null
  what_to_bring: string | null
  site_parking: string | null
  site_entrance: string | null
  map_url: string | null
  directions_other: string | null
  what_to_bring_other: string | null
  parking_other: string | null
  entrance_other: string | null
  identity_check: number
  site_closed_at: Date | null
}

/** A site from its columns. */
export const siteOf = (row: SiteColumns): Site => ({
  id: row.place_id,
  organizationId: row.place_organization_id,
  name: row.site_name,
  timeZone: row.site_time_zone,
  address: row.site_address,
  directions: row.site_directions,
  whatToBring: row.what_to_bring,
  parking: row.site_parking,
  entrance: row.site_entrance,
  mapUrl: row.map_url,
  directionsOther: row.directions_other,
  whatToBringOther: row.what_to_bring_other,
  parkingOther: row.parking_other,
  entranceOther: row.entrance_other,
  identityCheck: Boolean(row.identity_check),
  closedAt: row.site_closed_at,
})

/** Columns of a check-in `c`. */
export const checkinColumns = `c.id AS checkin_id, c.visit_pass_id AS checkin_pass_id, c.gate_id AS checkin_gate_id, c.direction, c.result, c.reason, c.forced,
  c.forced_reason, c.seen_to, c.rule_steps, c.let_in_by_rule, c.movement, c.zone_from, c.zone_to, c.is_offline, c.is_correction, c.source, c.clock_offset_ms, c.occurred_at, c.recorded_at`

/** What {@link checkinColumns} read. */
export interface CheckinColumns {
  checkin_id: string
  checkin_pass_id: string | null
  checkin_gate_id: string
  direction: Checkin['direction']
  result: Checkin['result']
  reason: Checkin['reason']
  forced: number
  forced_reason: string | null
  seen_to: number
  rule_steps: Checkin['ruleSteps']
  let_in_by_rule: string | null
  movement: Checkin['movement']
  zone_from: string | null
  zone_to: string | null
  is_offline: number
  is_correction: number
  source: Checkin['source']
  clock_offset_ms: number
  occurred_at: Date
  recorded_at: Date
}

/** What a JSON column holds: of one server the driver reads it, of another it is a text. */
export const jsonOf = <T>(value: T | string): T => (typeof value === 'string' ? (JSON.parse(value) as T) : value)

/** A check-in from its columns. */
export const checkinOf = (row: CheckinColumns): CheckinRow => ({
  id: row.checkin_id,
  visitPassId: row.checkin_pass_id,
  gateId: row.checkin_gate_id,
  direction: row.direction,
  result: row.result,
  reason: row.reason,
  forced: Boolean(row.forced),
  forcedReason: row.forced_reason,
  seenTo: row.seen_to,
  ruleSteps: jsonOf<Checkin['ruleSteps']>(row.rule_steps),
  accessRuleId: row.let_in_by_rule,
  movement: row.movement,
  zoneFrom: row.zone_from,
  zoneTo: row.zone_to,
  isOffline: Boolean(row.is_offline),
  isCorrection: Boolean(row.is_correction),
  source: row.source,
  clockOffset: row.clock_offset_ms,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
})
