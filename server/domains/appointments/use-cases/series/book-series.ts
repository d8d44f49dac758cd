import { formatRule, parseRule } from '#shared/recurrence'
import { sealTexts } from '../../../../core/appointment-texts'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid } from '../../../../core/failures'
import { newId } from '../../../../core/ids'
import type { Site } from '../../../../generated/prisma/client'
import { hoursOf, occurrencesOf, startsByRule, type Pattern } from '../../recurrence'
import type { VisitState } from '../../visit-changes'
import { bookRooms, type Work } from '../change-visit'
import { bookVisits, headCount, type ComingGuest } from '../book-visits'
import { setSeriesCoHosts } from '../co-hosts'
import { horizonOf, maxPasses, wallAt } from './series-state'

/** The longest visit that may repeat, in minutes: longer ones would overlap themselves. */
const maxMinutes = 24 * 60

/**
 * Reads the rule of visits that repeat from a first one on.
 * @returns the pattern, or VALIDATION_FAILED for a rule that is none, names no such first visit, or visits too long to repeat
 */
export function readPattern(ctx: Ctx, text: string, first: { startsAt: Date; endsAt: Date; timeZone: string }): Pattern | Failure {
  const start = wallAt(first.startsAt, first.timeZone)
  const minutes = Math.round((first.endsAt.getTime() - first.startsAt.getTime()) / 60_000)
  const rule = parseRule(text, { timeZone: first.timeZone, startTime: start.slice(11) })
  if (typeof rule === 'string') return invalid(ctx, [{ path: ['recurrence'], key: rule }])
  if (minutes > maxMinutes) return invalid(ctx, [{ path: ['endsAt'], key: 'seriesVisitTooLong' }])
  const pattern = { rule, start, timeZone: first.timeZone, minutes }
  return startsByRule(pattern) ? pattern : invalid(ctx, [{ path: ['recurrence'], key: 'ruleMissesStart' }])
}

/** Who comes to every visit of a series. */
export const guestsOfSeries = ({ tx }: Pick<Work, 'tx'>, seriesId: string): Promise<ComingGuest[]> =>
  tx.seriesGuest.findMany({ where: { seriesId }, select: { visitorId: true, passType: true, visitorTypeId: true, groupSize: true } })

/** Writes a series without visits. @returns its id */
export async function createSeries(
  { ctx, tx, keyring }: Work,
  state: Omit<VisitState, 'startsAt' | 'endsAt'>,
  pattern: Pattern,
  guests: ComingGuest[],
): Promise<string> {
  const { title, message, receptionNote, coHostIds, ...place } = state
  const [id, organizationId] = [newId(), organizationOf(ctx)]
  const { rule, start, timeZone, minutes } = pattern
  const when = { rule: formatRule(rule), start, timeZone, minutes, horizon: horizonOf(ctx.now(), timeZone) }
  const texts = sealTexts(keyring, id, { title, message, receptionNote }, 'series')
  await tx.appointmentSeries.create({ data: { id, organizationId, ...place, ...texts, ...when, createdAt: ctx.now() } })
  await setSeriesCoHosts(tx, organizationId, id, coHostIds)
  await tx.seriesGuest.createMany({ data: guests.map(({ hostAnswers: _, ...guest }) => ({ organizationId, seriesId: id, ...guest })) })
  return id
}

/**
 * Books visits that repeat: those of the next year at once, with their passes; the rest follows as time goes on.
 * @param site taken by now, as is the watchlist
 * @param guests found or registered by now
 * @returns the id of the first visit, or NOT_FOUND, VALIDATION_FAILED
 */
export async function bookSeries(
  work: Work,
  site: Site,
  state: VisitState,
  pattern: Pattern,
  guests: ComingGuest[],
): Promise<string | Failure> {
  const { ctx } = work
  const { startsAt: _, endsAt: __, ...each } = state
  const names = occurrencesOf(pattern, pattern.start, horizonOf(ctx.now(), pattern.timeZone))
  if (names.length * guests.length > maxPasses)
    return invalid(ctx, [{ path: ['recurrence'], key: 'seriesTooLarge', values: { passes: maxPasses } }])
  const when = names.map((occurrence) => ({ occurrence, ...hoursOf(pattern, occurrence) }))
  const taken = await bookRooms(
    work,
    site,
    when.map((hours) => ({ roomId: state.roomId, hours })),
    headCount(guests) + 1 + state.coHostIds.length,
  )
  if (taken) return taken
  const seriesId = await createSeries(work, each, pattern, guests)
  const [first] = await bookVisits(work, {
    state: each,
    timeZone: pattern.timeZone,
    guests,
    when,
    seriesId,
    tellsGuests: true,
    tellsHosts: true,
  })
  return first ?? invalid(ctx, [{ path: ['recurrence'], key: 'ruleMissesStart' }])
}
