/** What a clock on the wall of a site reads: `day` YYYY-MM-DD, `time` HH:mm. */
export interface WallClock {
  day: string
  time: string
}

const dayShape = /^\d{4}-\d{2}-\d{2}$/
const timeShape = /^([01]\d|2[0-3]):[0-5]\d/
const dayLength = 86_400_000

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !dayShape.test(text)) return false
  const at = new Date(`${text}T00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const made =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' })
  formats.set(timeZone, made)
  return made
}

function formatted(at: Date, timeZone: string): WallClock {
  const parts = formatOf(timeZone).formatToParts(at)
  const read = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { day: `${read('year')}-${read('month')}-${read('day')}`, time: `${read('hour')}:${read('minute')}` }
}

/** Clocks are changed at whole minutes, by whole minutes: since 1973, everywhere. */
const minute = 60_000
const [firstKnown, lastKnown] = [Date.UTC(1973, 0), Date.UTC(9999, 0)]

/** How far clocks are ahead of UTC by zone and minute, in milliseconds: formatting takes twenty times as long. */
const aheads = new Map<string, Map<number, number>>()
const mostAheads = 5_000

function aheadOf(at: number, timeZone: string): number {
  const known = aheads.get(timeZone) ?? new Map<number, number>()
  aheads.set(timeZone, known)
  const place = Math.floor(at / minute)
  let ahead = known.get(place)
  if (ahead === undefined) {
    const { day, time } = formatted(new Date(place * minute), timeZone)
    ahead = Date.parse(`${day}T${time}Z`) - place * minute
    if (known.size >= mostAheads) known.clear()
    known.set(place, ahead)
  }
  return ahead
}

/** What a wall clock in the zone reads at that moment. @throws RangeError for what is no moment or no zone */
export function wallClockAt(at: Date | string | number, timeZone: string): WallClock {
  const moment = new Date(at)
  const since = moment.getTime()
  if (!(since > firstKnown && since < lastKnown)) return formatted(moment, timeZone)
  const reading = new Date(since + aheadOf(since, timeZone)).toISOString()
  return { day: reading.slice(0, 10), time: reading.slice(11, 16) }
}

/** What the clock reads, in milliseconds as if it stood in UTC. */
function readingAt(at: number, timeZone: string): number {
  const { day, time } = wallClockAt(at, timeZone)
  return Date.parse(`${day}T${time}Z`)
}

/**
 * When a wall clock in an IANA zone reads this. A time that a clock change skips is moved forward, one that comes twice is the first.
 * Temporal would do it too, but a page that needs nothing else of it should not load it.
 * @returns an invalid Date for what is not a day and a time
 */
export function instantAt({ day, time }: WallClock, timeZone: string): Date {
  const reading = isDay(day) && timeShape.test(time) ? Date.parse(`${day}T${time.slice(0, 5)}Z`) : Number.NaN
  if (Number.isNaN(reading)) return new Date(Number.NaN)
  // A clock change lies between the two or nowhere near.
  const [before, after] = [-dayLength, dayLength].map((away) => reading - (readingAt(reading + away, timeZone) - (reading + away)))
  const found = [before, after].find((at) => at !== undefined && readingAt(at, timeZone) === reading)
  return new Date(found ?? before ?? Number.NaN)
}

/** The day so many days later. */
export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + count * dayLength).toISOString().slice(0, 10)

/** The day of the week of a day of the calendar: Monday is 1, Sunday 7. */
export const isoWeekday = (day: string): number => new Date(`${day}T00:00Z`).getUTCDay() || 7

/** The reading so many minutes later, ignoring clock changes. */
export function addMinutes({ day, time }: WallClock, count: number): WallClock {
  const [later = '', clock = ''] = new Date(Date.parse(`${day}T${time}Z`) + count * 60_000).toISOString().split('T')
  return { day: later, time: clock.slice(0, 5) }
}

/** The first full half hour after a reading. */
export function nextHalfHour(at: WallClock): WallClock {
  const minutes = Number(at.time.slice(3))
  return addMinutes(at, 30 - (minutes % 30))
}

/** The ISO week of a day, as in `2026-W47`. Weeks begin on Monday. */
export function weekOf(day: string): string {
  const thursday = addDays(day, 4 - isoWeekday(day))
  const year = thursday.slice(0, 4)
  const week = 1 + Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / dayLength / 7)
  return `${year}-W${String(week).padStart(2, '0')}`
}

/** The seven days of an ISO week, Monday first; undefined for what is not a week. */
export function daysOf(week: unknown): string[] | undefined {
  const [, year, number] = (typeof week === 'string' && /^(\d{4})-W(\d{2})$/.exec(week)) || []
  if (!year || !number) return undefined
  const fourth = `${year}-01-04`
  const monday = addDays(fourth, (Number(number) - 1) * 7 + 1 - isoWeekday(fourth))
  return weekOf(monday) === week ? [0, 1, 2, 3, 4, 5, 6].map((count) => addDays(monday, count)) : undefined
}
