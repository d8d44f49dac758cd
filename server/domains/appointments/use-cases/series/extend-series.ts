import { systemCtx } from '../../../../core/ctx'
import { isFailure } from '../../../../core/errors'
import { oneByOne } from '../../../../core/one-by-one'
import { prisma } from '../../../../infra/db'
import { keyringOf } from '../../../../infra/keyring'
import { shareWatchlist } from '../../../watchlist/use-cases/share-watchlist.sql'
import { hoursOf, occurrencesOf } from '../../recurrence'
import { bookVisits, headCount } from '../book-visits'
import { bookRooms, takePlace, type Work } from '../change-visit'
import { templateOf } from './apply-plan'
import { guestsOfSeries } from './book-series'
import { holdSeries, horizonOf, patternOf, wallAt } from './series-state'

/** Series that one run extends at most; the next takes the rest. */
const batch = 100

/** A series is extended once its horizon is this much nearer than it could be, in milliseconds. */
const slack = 7 * 86_400_000

/**
 * Makes the visits rows that came within the horizon of their series, with their passes. A room that somebody else has then is left
 * to them: the visit stays. Nothing more is booked at a site that was closed.
 * @param only the series of one organization; absent: of all
 * @returns how many series were looked at
 */
export async function extendSeries(now = new Date(), only?: { organizationId: string }): Promise<number> {
  const due = await prisma.appointmentSeries.findMany({
    where: { ...only, endedAt: null, horizon: { lt: horizonOf(new Date(now.getTime() - slack), 'UTC') } },
    select: { id: true, organizationId: true },
    orderBy: { horizon: 'asc' },
    take: batch,
  })
  return oneByOne(due, async ({ id, organizationId }) => {
    const keyring = await keyringOf(organizationId)
    const ctx = systemCtx(organizationId)
    await ctx.transaction((tx) => extend({ ctx, tx, keyring }, id, now))
  })
}

async function extend(work: Work, id: string, now: Date): Promise<void> {
  const { tx } = work
  const series = await holdSeries(work, id)
  const pattern = patternOf(series)
  const horizon = horizonOf(now, pattern.timeZone)
  if (series.endedAt || series.horizon >= horizon) return
  const state = templateOf(work, series)
  const site = await takePlace(work, state, true)
  await shareWatchlist(work.ctx, tx)
  const names = isFailure(site) ? [] : occurrencesOf(pattern, series.horizon, horizon).filter((name) => name > series.horizon)
  const guests = await guestsOfSeries(work, id)
  for (const occurrence of names) {
    // Nobody is left of a series whose guests were erased.
    if (guests.length === 0 || occurrence <= wallAt(now, pattern.timeZone) || isFailure(site)) continue
    const hours = hoursOf(pattern, occurrence)
    const isTaken = await bookRooms(work, site, [{ roomId: state.roomId, hours }], headCount(guests) + 1 + state.coHostIds.length)
    const when = [{ occurrence, ...hours }]
    const each = isTaken ? { ...state, roomId: null } : state
    await bookVisits(work, { state: each, timeZone: pattern.timeZone, guests, when, seriesId: id, tellsGuests: false, prolongs: true })
  }
  await tx.appointmentSeries.updateMany({ where: { id }, data: { horizon } })
}
