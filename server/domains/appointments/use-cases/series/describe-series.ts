import { openTexts } from '../../../../core/appointment-texts'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { keyringOf } from '../../../../infra/keyring'
import { ruledVisits } from '../../series-calendar'
import { changesIn } from '../../visit-changes'
import type { CalendarSeries } from '../make-calendar-file'
import { patternOf, wallAt } from './series-state'

/** Visits longer ago than this are not told of any more, in milliseconds. */
const toldFor = 400 * 86_400_000

const place = { select: { name: true, address: true } } as const

const columns = {
  id: true,
  occurrence: true,
  status: true,
  startsAt: true,
  endsAt: true,
  deviations: true,
  sealedTitle: true,
  sealedMessage: true,
  site: place,
} as const

/**
 * The series of a visit as calendars tell of it: its rule, the visits that were called off, and those that deviate.
 * @returns null for a visit that does not repeat
 */
export async function describeSeries(ctx: Ctx, appointmentId: string): Promise<CalendarSeries | null> {
  const visit = await ctx.db.appointment.findUnique({
    where: { id: appointmentId },
    select: { series: { include: { site: place } } },
  })
  if (!visit?.series) return null
  const { series } = visit
  const [keyring, found] = [
    await keyringOf(organizationOf(ctx)),
    await ctx.db.appointment.findMany({
      where: { seriesId: series.id, occurrence: { not: null } },
      select: columns,
      orderBy: { occurrence: 'asc' },
    }),
  ]
  const rows = found.map((row) => ({ ...row, isOff: row.status === 'CANCELED' }))
  const live = rows.filter(({ isOff }) => !isOff)
  const span = { from: wallAt(new Date(ctx.now().getTime() - toldFor), series.timeZone), horizon: series.horizon }
  const isReworded = (row: (typeof rows)[number]) =>
    changesIn(row.deviations).some((change) => change === 'TITLE' || change === 'MESSAGE' || change === 'SITE')
  const { pattern, excluded, moved } = ruledVisits(patternOf(series), rows, span, isReworded)
  const { title, message } = openTexts(keyring, series.id, series, 'series')
  return {
    id: series.id,
    sequence: series.revision,
    pattern: live.length > 0 ? pattern : null,
    ahead: live.filter(({ endsAt }) => endsAt > ctx.now()).length,
    excluded,
    moved: moved.map((row) => {
      const { title: own, message: words } = openTexts(keyring, row.id, row)
      return { planned: row.planned, startsAt: row.startsAt, endsAt: row.endsAt, site: row.site, title: own, message: words }
    }),
    title,
    message,
    site: series.site,
  }
}
