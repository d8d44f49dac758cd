import type { StatisticMeasure } from '../../generated/prisma/enums'
import { quantileOf } from './stay-classes'

/** A number out of counters: their sum, and the greatest of them. */
export interface Counted {
  measure: StatisticMeasure
  slot: string
  sum: number
  most: number
}

/** What visits came to. Lengths are in minutes, null without a stay that anybody saw end. */
export interface Figures {
  expected: number
  came: number
  noShows: number
  entries: number
  people: number
  denied: number
  stays: number
  meanStay: number | null
  medianStay: number | null
  longStay: number | null
  /** Null where only a part of a site was counted. */
  mostInside: number | null
  /** The hour with most entries, 0 to 23; null without entries. */
  busiestHour: number | null
}

/** The hour with most entries, of several the earliest. */
function busiestOf(hours: readonly Counted[]): number | null {
  const entries = new Map<string, number>()
  for (const { slot, sum } of hours) entries.set(slot, (entries.get(slot) ?? 0) + sum)
  const [busiest] = [...entries].toSorted(([hour, one], [other, another]) => another - one || Number(hour) - Number(other))
  return busiest ? Number(busiest[0]) : null
}

/**
 * Puts figures together from counters.
 * @param hasWholeSites whether sites are counted as a whole: only then it is known how many were inside at once
 */
export function figuresOf(counted: readonly Counted[], hasWholeSites: boolean): Figures {
  const of = (measure: StatisticMeasure) => counted.filter((count) => count.measure === measure)
  const sum = (measure: StatisticMeasure) => of(measure).reduce((total, count) => total + count.sum, 0)
  const classes = new Map<number, number>()
  for (const { slot, sum: stays } of of('STAY')) classes.set(Number(slot), (classes.get(Number(slot)) ?? 0) + stays)
  const stays = sum('STAY')
  return {
    expected: sum('EXPECTED'),
    came: sum('CAME'),
    noShows: sum('NO_SHOW'),
    entries: sum('ENTRY'),
    people: sum('PEOPLE'),
    denied: sum('DENIAL'),
    stays,
    meanStay: stays > 0 ? sum('STAY_MINUTES') / stays : null,
    medianStay: quantileOf(classes, 0.5),
    longStay: quantileOf(classes, 0.9),
    mostInside: hasWholeSites ? Math.max(0, ...of('MOST_INSIDE').map(({ most }) => most)) : null,
    busiestHour: busiestOf(of('ENTRY')),
  }
}
