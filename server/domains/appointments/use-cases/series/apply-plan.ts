import { openAppointment, openTexts, sealTexts } from '../../../../core/appointment-texts'
import { organizationOf } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid } from '../../../../core/failures'
import type { Site } from '../../../../generated/prisma/client'
import { emitAll } from '../../../../infra/outbox'
import { formatRule } from '#shared/recurrence'
import { followChanges } from '../../../approvals/use-cases/follow-changes'
import { AppointmentUpdated, type VisitChange } from '../../events'
import type { Pattern } from '../../recurrence'
import { planSeries, type SeriesPlan, type Shift } from '../../series-plan'
import { changesBetween, partsOf, tellsGuests, visitAfter, type VisitState, type WantedVisit } from '../../visit-changes'
import { bookVisits, headCount, type ComingGuest } from '../book-visits'
import { bookRooms, writeChange, type RowChange, type Work } from '../change-visit'
import { setSeriesCoHosts, type SeriesRow } from '../co-hosts'
import { dropVisits } from '../drop-visits'
import { guestsOfSeries } from './book-series'
import { horizonOf, maxPasses, visitsOf, type VisitOfSeries } from './series-state'

/** What is to become of a series, or of the part of it that was cut off for this. */
export interface SeriesChange {
  series: SeriesRow
  site: Site
  pattern: Pattern
  shift: Shift
  /** What every visit is to be otherwise, beside its hours. */
  wanted: WantedVisit
  /** What changes by this, hours included. */
  changed: VisitChange[]
  /** The visit somebody pointed at: it is what they want, however it deviated before. */
  pointedAt: string
  /** Whether it is a new series to its guests: then they are told of it whatever changed. */
  isCut: boolean
}

/** The visit that every visit of a series begins as. */
export function templateOf({ keyring }: Pick<Work, 'keyring'>, series: SeriesRow): Omit<VisitState, 'startsAt' | 'endsAt'> {
  const { title, message, receptionNote } = openTexts(keyring, series.id, series, 'series')
  const { siteId, roomId, hostId, coHosts } = series
  return { siteId, roomId, hostId, coHostIds: coHosts.map((coHost) => coHost.hostId), title, message, receptionNote }
}

/** A stored visit as something that can change. */
export function stateOf({ keyring }: Pick<Work, 'keyring'>, row: VisitOfSeries['row']): VisitState {
  const { startsAt, endsAt, siteId, roomId, hostId, coHosts, title, message, receptionNote } = openAppointment(keyring, row)
  const coHostIds = coHosts.map((coHost) => coHost.hostId)
  return { startsAt, endsAt, siteId, roomId, hostId, coHostIds, title, message, receptionNote }
}

/** What becomes of one kept visit: what changes for the series, but for what of it deviates. */
function changeOf(work: Work, change: SeriesChange, visit: VisitOfSeries, hours: { startsAt: Date; endsAt: Date }): RowChange {
  const isPointedAt = visit.id === change.pointedAt
  const before = stateOf(work, visit.row)
  const open = isPointedAt ? change.changed : change.changed.filter((each) => !visit.deviations.includes(each))
  const wanted = partsOf({ ...change.wanted, ...hours }, open)
  const after = visitAfter(before, visit.deviations.includes('ROOM') && !isPointedAt ? { roomId: before.roomId, ...wanted } : wanted)
  const deviations = isPointedAt ? visit.deviations : null
  return { row: visit.row, after, changed: changesBetween(before, after), deviations, timeZone: change.pattern.timeZone }
}

/** What becomes of a series, ready to be written. */
interface Prepared {
  guests: ComingGuest[]
  horizon: string
  /** Visits that the rule still names, and by which wall clock. */
  names: { id: string; occurrence: string | null }[]
  /** Visits to call off. */
  drops: string[]
  changes: RowChange[]
  adds: SeriesPlan['add']
}

async function prepare(work: Work, change: SeriesChange): Promise<Prepared> {
  const { ctx } = work
  const { series, pattern } = change
  const visits = (await visitsOf(work, series)).map((visit) =>
    visit.id === change.pointedAt ? { ...visit, deviations: visit.deviations.filter((each) => !change.changed.includes(each)) } : visit,
  )
  const guests = await guestsOfSeries(work, series.id)
  const horizon = horizonOf(ctx.now(), pattern.timeZone)
  const plan = planSeries(visits, pattern, change.shift, { now: ctx.now(), horizon })
  const changes = plan.keep
    .filter(({ visit }) => !visit.isSettled)
    .map(({ visit, startsAt, endsAt }) => changeOf(work, change, visit, { startsAt, endsAt }))
    .filter(({ row, changed }) => changed.length > 0 || row.id === change.pointedAt)
  const dropped = plan.drop.map(({ id }) => ({ id, occurrence: null }))
  const names = [...dropped, ...plan.keep.map(({ visit, occurrence }) => ({ id: visit.id, occurrence }))]
  return { guests, horizon, names, drops: plan.drop.filter(({ isSettled }) => !isSettled).map(({ id }) => id), changes, adds: plan.add }
}

/** Why a plan cannot be. */
function problemOf({ ctx }: Work, { names, drops, adds, guests }: Prepared): Failure | null {
  const left = names.length - drops.length + adds.length
  if (left <= 0) return invalid(ctx, [{ path: ['recurrence'], key: 'ruleNamesNothing' }])
  const isTooMuch = left * guests.length > maxPasses
  return isTooMuch ? invalid(ctx, [{ path: ['recurrence'], key: 'seriesTooLarge', values: { passes: maxPasses } }]) : null
}

/** Takes the rooms that visits move into or are added in. */
function takeRooms(
  work: Work,
  { site }: SeriesChange,
  { changes, adds, guests }: Prepared,
  { roomId, coHostIds }: Pick<VisitState, 'roomId' | 'coHostIds'>,
): Promise<Failure | null> {
  const moving = changes.filter(({ changed }) =>
    changed.some((one) => one === 'TIME' || one === 'ROOM' || one === 'SITE' || one === 'CO_HOSTS'),
  )
  const moved = moving.map(({ row, after }) => ({
    roomId: after.roomId,
    hours: { id: row.id, startsAt: after.startsAt, endsAt: after.endsAt },
  }))
  return bookRooms(work, site, [...moved, ...adds.map((hours) => ({ roomId, hours }))], headCount(guests) + 1 + coHostIds.length)
}

/**
 * Makes the visits of a series those of a pattern: keeps and moves what it still names, calls off what it names no more, books
 * what is missing; passes follow their visits.
 * @returns null, or VALIDATION_FAILED when a room is taken, nothing would be left, or it would be too much
 */
export async function applyPlan(work: Work, change: SeriesChange): Promise<Failure | null> {
  const { series, pattern } = change
  const prepared = await prepare(work, change)
  const problem = problemOf(work, prepared)
  if (problem) return problem
  const { guests, changes, adds, horizon } = prepared
  const { startsAt: _, endsAt: __, ...state } = visitAfter({ ...templateOf(work, series), ...anyHours }, change.wanted)
  await dropVisits(work, prepared.drops, { passes: 'REVOKE', reason: null, keepsPlace: false, tellsGuests: true })
  await rename(work, prepared.names)
  const taken = await takeRooms(work, change, prepared, state)
  if (taken) return taken
  const isTold = await writeChanges(work, changes, change.isCut && adds.length === 0)
  const booking = { state, timeZone: pattern.timeZone, guests, when: adds, seriesId: series.id, tellsGuests: !isTold }
  await bookVisits(work, booking)
  await writeSeries(work, series, pattern, state, horizon)
  return null
}

/** A series has a wall clock instead of hours. */
const anyHours = { startsAt: new Date(0), endsAt: new Date(0) }

/** Gives visits their places in the rule: all lose the old ones first, so that one may take another's. */
async function rename({ tx }: Work, names: { id: string; occurrence: string | null }[]): Promise<void> {
  const ids = names.map(({ id }) => id)
  const rows = await tx.appointment.findMany({ where: { id: { in: ids } }, select: { id: true, occurrence: true } })
  const before = new Map(rows.map(({ id, occurrence }) => [id, occurrence]))
  const renamed = names.filter(({ id, occurrence }) => before.get(id) !== occurrence)
  await tx.appointment.updateMany({ where: { id: { in: renamed.map(({ id }) => id) } }, data: { occurrence: null } })
  for (const { id, occurrence } of renamed) if (occurrence) await tx.appointment.updateMany({ where: { id }, data: { occurrence } })
}

/**
 * Writes changed visits and announces them: the first that guests are to know of tells of all.
 * @param mustTell whether they are told also where nothing changed for them
 * @returns whether they are told
 */
async function writeChanges(work: Work, changes: RowChange[], mustTell: boolean): Promise<boolean> {
  const announced = []
  for (const change of changes) announced.push(await writeChange(work, change))
  const first = announced.find(({ changed }) => tellsGuests(changed)) ?? (mustTell ? announced[0] : undefined)
  const payloads = announced
    .filter((payload) => payload === first || payload.changed.length > 0)
    .map((payload, place) => ({ ...payload, tellsGuests: payload === first, tellsHosts: place === 0 }))
  await followChanges(work, payloads)
  await emitAll(work.tx, organizationOf(work.ctx), AppointmentUpdated, payloads, work.ctx.now())
  return first !== undefined
}

async function writeSeries(
  { ctx, tx, keyring }: Work,
  series: SeriesRow,
  { rule, start, timeZone, minutes }: Pattern,
  { title, message, receptionNote, coHostIds, ...place }: Omit<VisitState, 'startsAt' | 'endsAt'>,
  horizon: string,
): Promise<void> {
  const texts = sealTexts(keyring, series.id, { title, message, receptionNote }, 'series')
  await setSeriesCoHosts(tx, organizationOf(ctx), series.id, coHostIds)
  await tx.appointmentSeries.updateMany({
    where: { id: series.id },
    data: {
      rule: formatRule(rule),
      ruleBeforeEnd: null,
      ruleEndedAt: null,
      start,
      timeZone,
      minutes,
      horizon,
      ...place,
      ...texts,
      revision: { increment: 1 },
    },
  })
}
