import { parseRule } from '#shared/recurrence'
import type { UpdateAppointmentData } from '#shared/schemas/appointments'
import { addDays } from '#shared/wall-clock'
import { actedFor } from '../../../../core/acting-for'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid } from '../../../../core/failures'
import { hoursOf, occurrencesOf, type Pattern } from '../../recurrence'
import { shiftOccurrence, shiftPattern, type Shift } from '../../series-plan'
import { changesBetween, problemOfHours, visitAfter, wantedOf, type WantedVisit } from '../../visit-changes'
import { holdSite } from '../../../organizations/use-cases/hold-site.sql'
import { shareWatchlist } from '../../../watchlist/use-cases/share-watchlist.sql'
import { takePlace, type Work } from '../change-visit'
import type { SeriesRow, VisitRow } from '../co-hosts'
import { applyPlan, stateOf } from './apply-plan'
import { patternOf, visitsOf, wallAt } from './series-state'
import { splitSeries } from './split-series'

/** A new pattern, and how the visits of the old one become visits of it. */
interface Repatterned {
  pattern: Pattern
  shift: Shift
}

/** The longest visit that may repeat, in minutes. */
const maxMinutes = 24 * 60

/**
 * Changes the visits of a series from one of them on, or all that are still ahead. What one of them had changed for itself stays,
 * but for the visit that was pointed at.
 * @returns null, or VALIDATION_FAILED, NOT_FOUND
 */
export async function changeSeries(work: Work, whole: SeriesRow, row: VisitRow, data: UpdateAppointmentData): Promise<Failure | null> {
  const { ctx, tx } = work
  if (!row.occurrence) return invalid(ctx, [{ path: ['scope'], key: 'visitLeftSeries' }])
  const wanted = wantedOf(data)
  const before = stateOf(work, row)
  const after = visitAfter(before, wanted)
  // Before anything is written that names a site: whoever holds one by a foreign key and then wants it alone waits for others who do.
  for (const siteId of [...new Set([whole.siteId, after.siteId])].toSorted()) await holdSite(ctx, tx, siteId)
  // Before passes move and others are made: whoever changes the watchlist holds it and wants them.
  await shareWatchlist(ctx, tx)
  const series = data.scope === 'FOLLOWING' ? await splitSeries(work, whole, row.occurrence) : whole
  const made = await repattern(work, series, row, data)
  if (isFailure(made)) return made
  const isMoved =
    wanted.startsAt !== undefined || wanted.endsAt !== undefined || data.recurrence !== undefined || data.timeZone !== undefined
  const asked = changesBetween(before, after)
  const changed = [...asked.filter((change) => change !== 'TIME'), ...(isMoved ? (['TIME'] as const) : [])]
  const problem = asked.includes('TIME') ? problemOfHours(after, ctx.now()) : null
  if (problem) return invalid(ctx, [problem])
  const site = await takePlace(work, after, asked.includes('SITE'))
  if (isFailure(site)) return site
  const { startsAt: _, endsAt: __, ...beside } = wanted
  const refused = await applyPlan(work, {
    series,
    site,
    ...made,
    wanted: beside,
    changed,
    pointedAt: row.id,
    isCut: series.id !== whole.id,
  })
  if (refused) return refused
  const trace = { scope: data.scope, changed, seriesId: series.id, ...actedFor(ctx, 'appointment:create', row) }
  await audit(ctx, tx, 'appointment.update', { type: 'Appointment', id: row.id }, trace)
  return null
}

/** How the visit that was pointed at is to lie to its place in the rule, and how long each is to be. */
function hoursWanted(series: SeriesRow, row: VisitRow, { startsAt, endsAt }: WantedVisit, timeZone: string) {
  const own = row.occurrence ?? series.start
  const start = startsAt ? wallAt(startsAt, timeZone) : own
  const days = Math.round((Date.parse(start.slice(0, 10)) - Date.parse(own.slice(0, 10))) / 86_400_000)
  const length = endsAt || startsAt ? (endsAt ?? row.endsAt).getTime() - (startsAt ?? row.startsAt).getTime() : series.minutes * 60_000
  return { shift: { days, time: startsAt ? start.slice(11) : series.start.slice(11) }, minutes: Math.round(length / 60_000) }
}

async function repattern(work: Work, series: SeriesRow, row: VisitRow, data: UpdateAppointmentData): Promise<Repatterned | Failure> {
  const { ctx } = work
  const timeZone = data.timeZone ?? series.timeZone
  const { shift, minutes } = hoursWanted(series, row, wantedOf(data), timeZone)
  if (minutes > maxMinutes) return invalid(ctx, [{ path: ['endsAt'], key: 'seriesVisitTooLong' }])
  const before = { ...patternOf(series), timeZone, minutes }
  if (data.recurrence === undefined) {
    const pattern = shiftPattern(before, shift)
    return pattern ? { pattern, shift } : invalid(ctx, [{ path: ['startsAt'], key: 'seriesDayFixed' }])
  }
  const pattern = await ruledAnew(work, series, before, { text: data.recurrence, shift })
  return isFailure(pattern) ? pattern : { pattern, shift }
}

/** A pattern by a new rule: from the first visit still ahead on, or the first day after it that the rule names. */
async function ruledAnew(
  work: Work,
  series: SeriesRow,
  before: Pattern,
  { text, shift }: { text: string; shift: Shift },
): Promise<Pattern | Failure> {
  const { ctx } = work
  const rule = parseRule(text, { timeZone: before.timeZone, startTime: shift.time })
  if (typeof rule === 'string') return invalid(ctx, [{ path: ['recurrence'], key: rule }])
  const ahead = (await visitsOf(work, series)).find(({ isSettled }) => !isSettled)
  const from = shiftOccurrence(ahead?.occurrence ?? before.start, shift)
  const [start] = occurrencesOf({ rule, start: from }, from, `${addDays(from.slice(0, 10), 730)}T23:59`)
  return start && isAhead(ctx, { ...before, rule, start })
    ? { ...before, rule, start }
    : invalid(ctx, [{ path: ['recurrence'], key: 'ruleNamesNothing' }])
}

const isAhead = (ctx: Ctx, pattern: Pattern): boolean => hoursOf(pattern, pattern.start).endsAt > ctx.now()
