/** When a visit is, in words, by the clock of the site. */
export type VisitTime = {
  /** "Thursday, 12 November 2026", both days when it ends on another. */
  date: string
  /** "12 November", for subject lines. */
  shortDate: string
  /** "14:00–15:30". */
  time: string
  /** "14:00". */
  startTime: string
  /** "Moscow Standard Time (GMT+3)": the zone by name and by its offset on that day. */
  zone: string
}

const TAGS = { ru: 'ru-RU', en: 'en-GB' } as const

const FORMATS = {
  date: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  shortDate: { day: 'numeric', month: 'long' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { year: 'numeric', month: 'numeric', day: 'numeric' },
  zoneName: { timeZoneName: 'long' },
  zoneOffset: { timeZoneName: 'shortOffset' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const CACHE_SIZE = 1_000
const DAY_MS = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs a hundred times its use; there are as many as zones that have visits. */
function formatter(locale: keyof typeof TAGS, timeZone: string, kind: keyof typeof FORMATS): Intl.DateTimeFormat {
  const key = `${locale} ${kind} ${timeZone}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(TAGS[locale], { timeZone, ...FORMATS[kind] })
  if (formatters.size >= CACHE_SIZE) formatters.clear()
  formatters.set(key, made)
  return made
}

function zoneName(locale: keyof typeof TAGS, timeZone: string, at: Date) {
  const part = (kind: 'zoneName' | 'zoneOffset') =>
    formatter(locale, timeZone, kind)
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
  const [name, offset] = [part('zoneName'), part('zoneOffset')]
  // Zones without a name of their own answer with the offset once more.
  return `${name.startsWith('GMT') ? timeZone : name} (${offset})`
}

/**
 * Words the time of a visit in the zone of the place, never in that of the reader or the server.
 * @throws RangeError for an unknown zone or an invalid date
 */
export function visitTime(locale: 'ru' | 'en', startsAt: Date, endsAt: Date, timeZone: string): VisitTime {
  const format = (kind: 'date' | 'shortDate' | 'time', at: Date) => formatter(locale, timeZone, kind).format(at)
  const [firstDay, lastDay] = [format('date', startsAt), format('date', endsAt)]
  const startTime = format('time', startsAt)
  return {
    date: firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`,
    shortDate: format('shortDate', startsAt),
    time: `${startTime}–${format('time', endsAt)}`,
    startTime,
    zone: zoneName(locale, timeZone, startsAt),
  }
}

/** "14:00" or, when that is not today at the place, "12 November, 14:00". @throws RangeError for an unknown zone */
export function momentAt(locale: 'ru' | 'en', at: Date, now: Date, timeZone: string): string {
  const time = formatter(locale, timeZone, 'time').format(at)
  return daysUntil(at, now, timeZone) === 0 ? time : `${formatter(locale, timeZone, 'shortDate').format(at)}, ${time}`
}

/** How many midnights of the place lie between now and a moment: 0 today, 1 tomorrow, -1 yesterday. @throws RangeError for an unknown zone */
export function daysUntil(at: Date, now: Date, timeZone: string): number {
  return (dayNumber(at, timeZone) - dayNumber(now, timeZone)) / DAY_MS
}

function dayNumber(at: Date, timeZone: string): number {
  const [day = 0, month = 1, year = 0] = formatter('en', timeZone, 'day').format(at).split('/').map(Number)
  return Date.UTC(year, month - 1, day)
}
