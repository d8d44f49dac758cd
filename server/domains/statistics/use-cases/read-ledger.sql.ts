import { organizationOf, type Ctx } from '../../../core/ctx'
import type { TenantTransaction } from '../../../infra/tenant-client'
import type { SiteDay } from '../site-day'
import { longestStay } from '../stays'
import type { BookedPass, DayLedger, LoggedScan } from '../tally'

type Reader = Pick<TenantTransaction, '$queryRaw'>

/**
 * What the ledger holds of a day of a site: by two joined statements, because a busy day has ten thousand scans, and their passes and
 * visits would be asked for by lists of as many ids. Whoever only moves inside neither comes nor goes.
 */
export async function readLedger(
  ctx: Ctx,
  tx: Reader,
  { siteId }: SiteDay,
  { day, timeZone }: Pick<DayLedger, 'day' | 'timeZone'>,
): Promise<DayLedger> {
  const passes = await tx.$queryRaw<BookedPass[]>`
    SELECT a.host_id AS hostId, a.status AS appointmentStatus, p.status, p.entries_used AS entriesUsed
    FROM appointments a JOIN visit_passes p ON p.organization_id = a.organization_id AND p.appointment_id = a.id
    WHERE a.organization_id = ${organizationOf(ctx)} AND a.site_id = ${siteId} AND a.starts_at >= ${day.from} AND a.starts_at < ${day.until}`
  const [from, until] = [new Date(day.from.getTime() - longestStay), new Date(day.until.getTime() + longestStay)]
  const scans = await tx.$queryRaw<LoggedScan[]>`
    SELECT c.visit_pass_id AS visitPassId, c.direction, c.result, c.reason, c.occurred_at AS at, c.source IN ('CLOCK', 'HOST') AS isUnseen, p.type, a.host_id AS hostId
    FROM checkin_logs c
    LEFT JOIN visit_passes p ON p.organization_id = c.organization_id AND p.id = c.visit_pass_id
    LEFT JOIN appointments a ON a.organization_id = p.organization_id AND a.id = p.appointment_id
    WHERE c.organization_id = ${organizationOf(ctx)} AND c.site_id = ${siteId} AND c.occurred_at >= ${from} AND c.occurred_at < ${until}
      AND NOT (c.movement <=> 'WITHIN')
    ORDER BY c.occurred_at, c.id`
  return { passes, scans, day, timeZone }
}
