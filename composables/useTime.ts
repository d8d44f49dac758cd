/** A moment as the API gives it (ISO 8601 UTC), or a Date, or milliseconds. */
export type Instant = string | number | Date

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs far more than using it. */
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let made = formats.get(key)
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, options)))
  return made
}

const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/**
 * Writes moments in the reader's language and a named IANA zone. Every function takes the zone last.
 * @returns `time` 09:30 · `date` чт, 5 нояб. · `dateTime` · `range` from–to, the day once · `zoneName` GMT+3 ·
 * `dayOf` YYYY-MM-DD there · `today` the same for now
 */
export function useTime() {
  const { language } = useLanguage()
  const write = (at: Instant, timeZone: string, options: Intl.DateTimeFormatOptions) =>
    format(language.value, { ...options, timeZone }).format(new Date(at))

  const time = (at: Instant, timeZone: string) => write(at, timeZone, clock)
  const date = (at: Instant, timeZone: string) => write(at, timeZone, withYear(at, timeZone))
  const dateTime = (at: Instant, timeZone: string) => `${date(at, timeZone)}, ${time(at, timeZone)}`
  const range = (from: Instant, to: Instant, timeZone: string) =>
    dayOf(from, timeZone) === dayOf(to, timeZone)
      ? `${date(from, timeZone)}, ${time(from, timeZone)}–${time(to, timeZone)}`
      : `${dateTime(from, timeZone)} – ${dateTime(to, timeZone)}`
  const zoneName = (at: Instant, timeZone: string) =>
    format(language.value, { timeZone, timeZoneName: 'shortOffset' })
      .formatToParts(new Date(at))
      .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone

  return { time, date, dateTime, range, zoneName, dayOf, today: (timeZone: string) => dayOf(Date.now(), timeZone) }
}

/** The day of a moment in a zone, `YYYY-MM-DD`. */
function dayOf(at: Instant, timeZone: string): string {
  return format('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at))
}

/** The year is written only when it is not this one. */
function withYear(at: Instant, timeZone: string): Intl.DateTimeFormatOptions {
  return dayOf(at, timeZone).slice(0, 4) === dayOf(Date.now(), timeZone).slice(0, 4) ? day : { ...day, year: 'numeric' }
}
