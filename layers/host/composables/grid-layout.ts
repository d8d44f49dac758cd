import { addDays, wallClockAt, type WallClock } from '#shared/wall-clock'

/** Something that has a beginning and an end. */
export interface Timed {
  startsAt: string
  endsAt: string
}

/** The part of something that lies in one day, in minutes of that day's wall clock. */
export interface Span<T> {
  item: T
  from: number
  to: number
}

/** A part that is shown, and beside how many others. */
export interface Laned<T> extends Span<T> {
  lane: number
  lanes: number
}

/** What of a day is shown, and how many are not, by the hour. */
export interface DayLayout<T> {
  day: string
  shown: Laned<T>[]
  more: { hour: number; count: number }[]
}

/** Minutes of a day. */
export const dayMinutes = 1_440

/** A card lower than this cannot be read: what is shorter is taken for as long. */
const shortest = 20

/** What the clock reads at both ends of things: a grid is laid out again and again, and what lies in it seldom changes. */
const readings = new WeakMap<Timed, { zone: string; start: WallClock; end: WallClock }>()
function readingOf(item: Timed, zone: string): { start: WallClock; end: WallClock } {
  const known = readings.get(item)
  if (known?.zone === zone) return known
  const made = { zone, start: wallClockAt(item.startsAt, zone), end: wallClockAt(item.endsAt, zone) }
  readings.set(item, made)
  return made
}

/** From when to when something is, in milliseconds. */
export interface Moments {
  from: number
  to: number
}

/** The moments of something. */
export const momentsOf = ({ startsAt, endsAt }: Timed): Moments => ({ from: Date.parse(startsAt), to: Date.parse(endsAt) })

/** Whether two things are at the same time. */
export const meets = (one: Moments, other: Moments): boolean => one.from < other.to && other.from < one.to

/** Later than every day. */
const afterAll = '~'

const minutesOf = ({ time }: WallClock): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Cuts timed things into the days they lie in, by the wall clock of a zone. What lies in none of the days is left out. */
export function spansByDay<T extends Timed>(items: readonly T[], days: readonly string[], zone: string): Map<string, Span<T>[]> {
  const byDay = new Map(days.map((day) => [day, [] as Span<T>[]]))
  for (const item of items) {
    const { start, end } = readingOf(item, zone)
    // Hardly anything ends on another day: days are only reckoned with where something does.
    for (let day = start.day; day <= end.day; day = day === end.day ? afterAll : addDays(day, 1)) {
      const from = day === start.day ? minutesOf(start) : 0
      const to = day === end.day ? minutesOf(end) : dayMinutes
      if (to > from || start.day === end.day) byDay.get(day)?.push({ item, from, to: Math.max(to, from) })
    }
  }
  return byDay
}

/** Puts overlapping parts side by side; beyond `most` in a row they are only counted. */
function laneOut<T>(spans: Span<T>[], most: number): Omit<DayLayout<T>, 'day'> {
  const sorted = spans.toSorted((one, other) => one.from - other.from || other.to - one.to)
  const shown: Laned<T>[] = []
  const hidden = new Map<number, number>()
  let row: Laned<T>[] = []
  let ends: number[] = []
  const close = () => {
    const lanes = Math.min(ends.length, most)
    for (const each of row) each.lanes = lanes
    ;[row, ends] = [[], []]
  }
  for (const span of sorted) {
    if (ends.every((end) => end <= span.from)) close()
    const free = ends.findIndex((end) => end <= span.from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = Math.max(span.to, span.from + shortest)
    const hour = Math.floor(span.from / 60)
    if (lane >= most) hidden.set(hour, (hidden.get(hour) ?? 0) + 1)
    else {
      const laned = { ...span, lane, lanes: 1 }
      row.push(laned)
      shown.push(laned)
    }
  }
  close()
  return { shown, more: [...hidden].map(([hour, count]) => ({ hour, count })) }
}

/** A day, and what it was laid out from. */
const origins = new WeakMap<object, { most: number; spans: Span<unknown>[] }>()

function isAsBefore<T>(known: DayLayout<T> | undefined, spans: readonly Span<T>[], most: number): known is DayLayout<T> {
  const origin = known && origins.get(known)
  if (!origin || origin.most !== most || origin.spans.length !== spans.length) return false
  return spans.every(({ item, from, to }, place) => {
    const before = origin.spans[place]
    return before?.item === item && before.from === from && before.to === to
  })
}

/**
 * Where everything stands in a grid of days.
 * @param most how many stand side by side
 * @param before how it stood until now: a day in which nothing is otherwise is the same, and is not drawn anew
 */
export function layOutDays<T extends Timed>(
  items: readonly T[],
  days: readonly string[],
  zone: string,
  most: number,
  before: readonly DayLayout<T>[] = [],
): DayLayout<T>[] {
  const byDay = spansByDay(items, days, zone)
  return days.map((day) => {
    const spans = byDay.get(day) ?? []
    const known = before.find((layout) => layout.day === day)
    if (isAsBefore(known, spans, most)) return known
    const layout = { day, ...laneOut(spans, most) }
    origins.set(layout, { most, spans })
    return layout
  })
}

/** The grid opens where the day begins: at eight, in minutes. */
const morning = 480

/** Minutes of which a grid shows no more at once, and how many of those before now it shows then. */
const [inView, beforeNow] = [660, 180]

/**
 * At which hour a grid opens: where the day begins, or earlier where there is something to see. What goes on from a day that is shown
 * beside it is seen there already. In the evening it opens later, so that now is to be seen.
 * @param now minutes of the clock, where today is shown
 */
export function firstHourOf<T extends Timed>(layouts: readonly DayLayout<T>[], zone: string, now: number | null): number {
  const days = new Set(layouts.map(({ day }) => day))
  const goesOn = (item: T, day: string) => {
    const begins = readingOf(item, zone).start.day
    return begins !== day && days.has(begins)
  }
  const starts = layouts.flatMap(({ day, shown }) => shown.filter(({ item }) => !goesOn(item, day)).map(({ from }) => from))
  const first = Math.min(morning, ...starts, ...(now === null ? [] : [now]))
  const opening = now !== null && now - first > inView ? now - beforeNow : first
  return Math.max(0, Math.floor((opening - 15) / 60))
}
