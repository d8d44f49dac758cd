import { maxCalendarDays, maxCalendarVisits } from '#shared/schemas/appointments'
import {
  joinVisitorKey,
  passColumns,
  passOf,
  visitorColumns,
  visitorOf,
  type PassColumns,
  type VisitorColumns,
} from '../../../core/columns.sql'
import type { CoHostsColumn } from '../../../core/co-hosts.sql'
import type { Within } from '../../../core/ctx'
import type { AppointmentRow, VisitPassRow } from '../../../core/rows'
import { pool } from '../../../infra/db'
import { keyringOf } from '../../../infra/keyring'
import { appointmentOf, hostColumns, pageSql, type AppointmentColumns } from './list-appointments.sql'

/** Which part of a calendar is looked at; ids are row ids. */
export interface CalendarWindow {
  from: Date
  to: Date
  siteId: string | null
  hostId: string | null
  /** As far as the caller may see; null for everywhere. */
  within: Within | null
}

/** Visits of a calendar. */
export interface CalendarVisits {
  visits: AppointmentRow[]
  /** More visits are there than a calendar shows. */
  isCut: boolean
}

/** Passes that come along with a visit: a few more than a card can name. Of a visit with more the rest is asked for by page. */
const passesShown = 16

const placeColumns = `r.name AS room_name, r.capacity AS room_capacity, z.rule AS series_rule, z.time_zone AS series_time_zone, z.start AS series_start`

type Row = AppointmentColumns &
  CoHostsColumn & {
    room_name: string | null
    room_capacity: number
    series_rule: string | null
    series_time_zone: string
    series_start: string
  }

type PassRow = PassColumns & VisitorColumns & { appointment_id: string; invite_status: VisitPassRow['inviteStatus'] }

/** The newest message about a pass says how far its invite came. */
const passSql = `
  SELECT ${passColumns}, ${visitorColumns},
    (SELECT n.status FROM notifications n WHERE n.organization_id = ? AND n.visit_pass_id = p.id ORDER BY n.created_at DESC LIMIT 1) AS invite_status
  FROM (
    SELECT id, ROW_NUMBER() OVER (PARTITION BY appointment_id ORDER BY id) AS place
    FROM visit_passes WHERE organization_id = ? AND appointment_id IN (?)
  ) ranked
  JOIN visit_passes p ON p.id = ranked.id
  JOIN visitors v ON v.id = p.visitor_id ${joinVisitorKey}
  WHERE ranked.place <= ${passesShown}
  ORDER BY p.appointment_id, p.id`

/**
 * The visits of some days with everything a calendar shows of them: hosts, rooms, series, passes, guests, how far the invites came.
 * Two statements, however many visits there are.
 */
export async function listCalendar(organizationId: string, window: CalendarWindow): Promise<CalendarVisits> {
  const to = new Date(Math.min(window.to.getTime(), window.from.getTime() + maxCalendarDays * 86_400_000))
  const page = pageSql(
    organizationId,
    {
      ...window,
      to,
      roomId: null,
      status: null,
      after: null,
      before: null,
      descending: false,
      take: maxCalendarVisits + 1,
    },
    true,
  )
  const sql = `
    SELECT a.*, ${hostColumns}, ${placeColumns}
    FROM (${page.sql}) a
    JOIN hosts h ON h.id = a.host_id
    JOIN users u ON u.id = h.user_id
    LEFT JOIN rooms r ON r.id = a.room_id
    LEFT JOIN appointment_series z ON z.id = a.series_id
    ORDER BY a.starts_at, a.id`
  const rows: Row[] = await pool.query(sql, page.values)
  const keyring = await keyringOf(organizationId)
  const visits = rows.slice(0, maxCalendarVisits).map((row): AppointmentRow => ({ ...appointmentOf(row, keyring), ...placeOf(row) }))
  await attachPasses(organizationId, visits)
  return { visits, isCut: rows.length > maxCalendarVisits }
}

const placeOf = (row: Row): Pick<AppointmentRow, 'room' | 'series'> => ({
  room: row.room_id === null ? null : { id: row.room_id, name: row.room_name ?? '', capacity: row.room_capacity },
  series:
    row.series_id === null || row.series_rule === null
      ? null
      : { id: row.series_id, rule: row.series_rule, timeZone: row.series_time_zone, start: row.series_start },
})

/** Gives visits their passes. What of a visit does not come along is asked for where somebody pages through it. */
async function attachPasses(organizationId: string, visits: AppointmentRow[]): Promise<void> {
  if (visits.length === 0) return
  const ids = visits.map(({ id }) => id)
  const rows: PassRow[] = await pool.query(passSql, [organizationId, organizationId, ids])
  const keyring = await keyringOf(organizationId)
  const passesOf = Map.groupBy(rows, (row) => row.appointment_id)
  for (const visit of visits) {
    const { hostId, coHosts = [] } = visit
    const passes = passesOf.get(visit.id) ?? []
    visit.hasMorePasses = passes.length === passesShown
    visit.visitPasses = passes.map((row) => ({
      ...passOf(row),
      inviteStatus: row.invite_status,
      visitor: visitorOf(keyring, row),
      hostId,
      coHosts,
      appointment: visit,
    }))
  }
}
