import { maxVisitDays } from '#shared/schemas/appointments'
import { openAppointment } from '../../../core/appointment-texts'
import { coHostsColumn, coHostsOf, type CoHostsColumn } from '../../../core/co-hosts.sql'
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

type Row = AppointmentColumns & Partial<SiteColumns & PassColumns & VisitorColumns & CoHostsColumn>
type RowWithPass = Row & PassColumns & VisitorColumns

/** What a page is joined with: the rest is loaded where it is asked for. */
export interface AppointmentJoins {
  site: boolean
  passes: boolean
  /** Who receives beside the host: needed to decide what the caller may see of a visit, and where it was asked for. */
  coHosts: boolean
}

const hasSite = <R extends Partial<SiteColumns>>(row: R): row is R & SiteColumns => row.place_id !== undefined
const hasCoHosts = <R extends Partial<CoHostsColumn>>(row: R): row is R & CoHostsColumn => row.co_host_ids !== undefined
const hasPass = (row: Row): row is RowWithPass => row.pass_id !== undefined && row.pass_id !== null

/** Visits in which some hosts receive beside another. */
const beside = 'a.id IN (SELECT c.appointment_id FROM appointment_co_hosts c WHERE c.organization_id = ? AND c.host_id IN (?))'

type Condition = [sql: string, ...values: unknown[]]

/** What a reach means in SQL: by host, by those who receive beside one, by site, and nothing where there is none of it. */
function conditionOf(organizationId: string, { hostIds, siteIds }: Within): Condition {
  const parts = [hostIds.length > 0 && `a.host_id IN (?) OR ${beside}`, siteIds.length > 0 && 'a.site_id IN (?)'].filter(
    (part) => part !== false,
  )
  const values = [...(hostIds.length > 0 ? [hostIds, organizationId, hostIds] : []), ...(siteIds.length > 0 ? [siteIds] : [])]
  return [`(${parts.join(' OR ') || 'FALSE'})`, ...values]
}

/** The hosts by whom a page is looked up, where it is by hosts alone: each kind of visit of theirs then has its index. */
function hostsOf({ hostId, within }: AppointmentListing): readonly string[] | null {
  if (hostId !== null) return [hostId]
  return within && within.siteIds.length === 0 && within.hostIds.length > 0 ? within.hostIds : null
}

/** What every visit of a page is. */
function conditionsOf(organizationId: string, listing: AppointmentListing): Condition[] {
  const found: Condition[] = [['a.organization_id = ?', organizationId]]
  if (listing.within && (listing.hostId !== null || !hostsOf(listing))) found.push(conditionOf(organizationId, listing.within))
  if (listing.roomId !== null) found.push(['a.room_id = ?', listing.roomId])
  if (listing.siteId !== null) found.push(['a.site_id = ?', listing.siteId])
  if (listing.status !== null) found.push(['a.status IN (?)', listing.status])
  if (listing.to) found.push(['a.starts_at < ?', listing.to])
  const from = listing.from
  if (from) found.push(['a.starts_at > ? AND a.ends_at > ?', new Date(from.getTime() - maxVisitDays * 86_400_000), from])
  const [later, earlier] = listing.descending ? ['<', '>'] : ['>', '<']
  const bound = ([at, id]: [number, string], sign: string): Condition => {
    const moment = new Date(at)
    return [`(a.starts_at ${sign} ? OR (a.starts_at = ? AND a.id ${sign} ?))`, moment, moment, id]
  }
  if (listing.after) found.push(bound(listing.after, later))
  if (listing.before) found.push(bound(listing.before, earlier))
  return found
}

/**
 * The page itself: a derived table, so that order and limit are taken from the index before anything is joined.
 * @param withCoHosts whether the column of those who receive beside the host comes along
 */
export function pageSql(organizationId: string, listing: AppointmentListing, withCoHosts: boolean): { sql: string; values: unknown[] } {
  const columns = withCoHosts ? `${appointmentColumns}, ${coHostsColumn}` : appointmentColumns
  const direction = listing.descending ? 'DESC' : 'ASC'
  const select = (conditions: Condition[]) => ({
    sql: `SELECT ${columns} FROM appointments a WHERE ${conditions.map(([sql]) => sql).join(' AND ')} ORDER BY a.starts_at ${direction}, a.id ${direction} LIMIT ${listing.take}`,
    values: conditions.flatMap(([, ...values]) => values),
  })
  const [shared, hosts] = [conditionsOf(organizationId, listing), hostsOf(listing)]
  if (!hosts) return select(shared)
  const own = select([['a.host_id IN (?)', hosts], ...shared])
  const others = select([[beside, organizationId, hosts], ['a.host_id NOT IN (?)', hosts], ...shared])
  return {
    sql: `(${own.sql}) UNION ALL (${others.sql}) ORDER BY starts_at ${direction}, id ${direction} LIMIT ${listing.take}`,
    values: [...own.values, ...others.values],
  }
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
  const page = pageSql(organizationId, listing, joins.coHosts)
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
      current.visitPasses?.push({ ...passOf(row), visitor: visitorOf(keyring, row), ...hostsOfPass(current), appointment: current })
  }
  return listed
}

/** Whose a pass is. */
const hostsOfPass = ({ hostId, coHosts }: AppointmentRow) => ({ hostId, ...(coHosts ? { coHosts } : {}) })

/** A visit from its columns, its texts opened. */
export function appointmentOf(row: AppointmentColumns & Partial<SiteColumns & CoHostsColumn>, keyring: Keyring): AppointmentRow {
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
    ...(hasCoHosts(row) ? { coHosts: coHostsOf(row) } : {}),
  })
}
