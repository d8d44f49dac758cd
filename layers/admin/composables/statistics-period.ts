import { addDays, isDay } from '#shared/wall-clock'

/** Periods that can be chosen by name: the last so many days, the month that goes on, or two days between which it lies. */
export const periods = ['7', '30', '90', 'month', 'custom'] as const

/** A period by its name. */
export type PeriodName = (typeof periods)[number]

/** A period of whole days, both ends among them. */
export interface Period {
  name: PeriodName
  from: string
  to: string
}

/** The longest period there is, in days. */
const maxDays = 366

/** What an address says of a period. */
interface Said {
  period?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

const isName = (text: string | undefined): text is PeriodName => periods.some((name) => name === text)

/** Two days in their order, no further apart than a period may be long: the last day stays. */
function between(one: string, other: string): Omit<Period, 'name'> {
  const [from, to] = one <= other ? [one, other] : [other, one]
  const earliest = addDays(to, 1 - maxDays)
  return { from: from < earliest ? earliest : from, to }
}

/**
 * The period that an address names: the last 30 days where it names none.
 * @param today by the clock of the place
 */
export function periodOf({ period, from, to }: Said, today: string): Period {
  const name = isName(period) ? period : '30'
  if (name === 'custom') return { name, ...between(isDay(from) ? from : addDays(today, -29), isDay(to) ? to : today) }
  if (name === 'month') return { name, from: `${today.slice(0, 8)}01`, to: today }
  return { name, from: addDays(today, 1 - Number(name)), to: today }
}

/** The period of the same length that ends before another begins. */
export function periodBefore({ from, to }: Pick<Period, 'from' | 'to'>): Pick<Period, 'from' | 'to'> {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  return { from: addDays(from, -days), to: addDays(from, -1) }
}
