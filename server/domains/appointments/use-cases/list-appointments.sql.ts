import { maxVisitDays } from '#shared/schemas/appointments'
import { openAppointment } from '../../../core/appointment-texts'
import {
  joinVisitorKey,
  passColumns,
  passOf,
  siteColumns,
  siteOf,
  visitorColumns,
  visitorOf,
  type PassColumns,
  type SiteColumns,
  type VisitorColumns,
} from '../../../core/columns.sql'
import type { Within } from '../../../core/ctx'
import type { AppointmentRow } from '../../../core/rows'
import type { Appointment } from '../../../generated/prisma/client'
import { pool } from '../../../infra/db'
import { keyringOf, type Keyring } from '../../../infra/keyring'

/** Which appointments are listed; ids are row ids. */
export interface AppointmentListing {
  from: Date | null
  to: Date | null
  siteId: string | null
  hostId: string | null
  roomId: string | null
  /** As far as the caller may see; null for everywhere. */
  within: Within | null
  status: string[] | null
  /** Keys of the page: milliseconds and id. */
  after: [number, string] | null
  before: [number, string] | null
  descending: boolean
  take: number
}

/** More joined rows than this and passes are loaded one appointment at a time instead: a visit may have thousands. */
const maxJoined = 2_000

const appointmentColumns = `a.id, a.site_id, a.host_id, a.room_id, a.sealed_title, a.sealed_message, a.sealed_reception_note, a.status, a.starts_at, a.ends_at, a.time_zone, a.revision, a.version, a.companions, a.series_id, a.canceled_at, a.cancel_reason`

/** Columns of a host `h` and of its user `u`. */
export const hostColumns = `h.position AS host_position, u.name AS host_name`

/** What a row of {@link pageSql} holds, with its host. */
export interface AppointmentColumns {
  id: string
  site_id: string
  host_id: string
  room_id: string | null
  sealed_title: Uint8Array<ArrayBuffer> | null
  sealed_message: Uint8Array<ArrayBuffer> | null
  sealed_reception_note: Uint8Array<ArrayBuffer> | null
  status: Appointment['status']
  starts_at: Date
  ends_at: Date
  time_zone: string
  revision: number
  companions: number | null
  version: number
  series_id: string | null
  canceled_at: Date | null
  cancel_reason: string | null
  host_name: string
  host_position: string | null
}

type Row = AppointmentColumns & Partial<SiteColumns & PassColumns & VisitorColumns>
type RowWithPass = Row & PassColumns & VisitorColumns

/** What a page is joined with: the rest is loaded where it is asked for. */
export interface AppointmentJoins {
  site: boolean
  passes: boolean
}

const hasSite = <R extends Partial<SiteColumns>>(row: R): row is R & SiteColumns => row.place_id !== undefined
const hasPass = (row: Row): row is RowWithPass => row.pass_id !== undefined && row.pass_id !== null

/** What a reach means in SQL: by host, by site, and nothing where there is neither. */
function conditionOf({ hostIds, siteIds }: Within): [string, ...unknown[]] {
  const parts = [hostIds.length > 0 && 'a.host_id IN (?)', siteIds.length > 0 && 'a.site_id IN (?)'].filter((part) => part !== false)
  return [`(${parts.join(' OR ') || 'FALSE'})`, ...[hostIds, siteIds].filter((ids) => ids.length > 0)]
}

/** The page itself: a derived table, so that order and limit are taken from the index before anything is joined. */
export function pageSql(organizationId: string, listing: AppointmentListing): { sql: string; values: unknown[] } {
  const conditions = ['a.organization_id = ?']
  const values: unknown[] = [organizationId]
  const add = (condition: string, ...given: unknown[]) => {
    conditions.push(condition)
    values.push(...given)
  }
  if (listing.within) add(...conditionOf(listing.within))
  if (listing.hostId !== null) add('a.host_id = ?', listing.hostId)
  if (listing.roomId !== null) add('a.room_id = ?', listing.roomId)
  if (listing.siteId !== null) add('a.site_id = ?', listing.siteId)
  if (listing.status !== null) add('a.status IN (?)', listing.status)
  if (listing.to) add('a.starts_at < ?', listing.to)
  if (listing.from) add('a.starts_at > ? AND a.ends_at > ?', new Date(listing.from.getTime() - maxVisitDays * 86_400_000), listing.from)
  const [later, earlier] = listing.descending ? ['<', '>'] : ['>', '<']
  const bound = (key: [number, string], sign: string) =>
    add(`(a.starts_at ${sign} ? OR (a.starts_at = ? AND a.id ${sign} ?))`, new Date(key[0]), new Date(key[0]), key[1])
  if (listing.after) bound(listing.after, later)
  if (listing.before) bound(listing.before, earlier)
  const direction = listing.descending ? 'DESC' : 'ASC'
  const sql = `SELECT ${appointmentColumns} FROM appointments a WHERE ${conditions.join(' AND ')} ORDER BY a.starts_at ${direction}, a.id ${direction} LIMIT ${listing.take}`
  return { sql, values }
}

/**
 * One page of appointments with their hosts, and with sites, passes and visitors where they were asked for: one statement.
 * @returns rows in the order of the listing
 */
export async function listAppointments(
  organizationId: string,
  listing: AppointmentListing,
  joins: AppointmentJoins,
): Promise<AppointmentRow[]> {
  const page = pageSql(organizationId, listing)
  const { passes: withPasses } = joins
  const direction = listing.descending ? 'DESC' : 'ASC'
  const sql = `
    SELECT a.*, ${hostColumns}${joins.site ? `, ${siteColumns}` : ''}${withPasses ? `, ${passColumns}, ${visitorColumns}` : ''}
    FROM (${page.sql}) a
    ${joins.site ? 'JOIN sites s ON s.id = a.site_id' : ''}
    JOIN hosts h ON h.id = a.host_id
    JOIN users u ON u.id = h.user_id
    ${withPasses ? 'LEFT JOIN visit_passes p ON p.organization_id = ? AND p.appointment_id = a.id LEFT JOIN visitors v ON v.id = p.visitor_id ' + joinVisitorKey : ''}
    ORDER BY a.starts_at ${direction}, a.id ${direction}${withPasses ? `, p.id LIMIT ${maxJoined + 1}` : ''}`
  const rows: Row[] = await pool.query(sql, withPasses ? [...page.values, organizationId] : page.values)
  if (rows.length > maxJoined) return listAppointments(organizationId, listing, { ...joins, passes: false })
  return group(rows, await keyringOf(organizationId), withPasses)
}

function group(rows: Row[], keyring: Keyring, withPasses: boolean): AppointmentRow[] {
  const listed: AppointmentRow[] = []
  let current: AppointmentRow | undefined
  for (const row of rows) {
    if (current?.id !== row.id) {
      current = appointmentOf(row, keyring)
      if (withPasses) current.visitPasses = []
      listed.push(current)
    }
    if (hasPass(row))
      current.visitPasses?.push({ ...passOf(row), visitor: visitorOf(keyring, row), hostId: current.hostId, appointment: current })
  }
  return listed
}

/** A visit from its columns, its texts opened. */
export function appointmentOf(row: AppointmentColumns & Partial<SiteColumns>, keyring: Keyring): AppointmentRow {
  return openAppointment(keyring, {
    id: row.id,
    siteId: row.site_id,
    hostId: row.host_id,
    roomId: row.room_id,
    sealedTitle: row.sealed_title,
    sealedMessage: row.sealed_message,
    sealedReceptionNote: row.sealed_reception_note,
    status: row.status,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    revision: row.revision,
    companions: row.companions,
    version: row.version,
    seriesId: row.series_id,
    canceledAt: row.canceled_at,
    cancelReason: row.cancel_reason,
    host: { id: row.host_id, name: row.host_name, position: row.host_position },
    ...(hasSite(row) ? { site: siteOf(row) } : {}),
  })
}
