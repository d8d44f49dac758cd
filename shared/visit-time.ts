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

function zoneName(locale: keyof typeof TAGS, timeZone: string, at: Date) {
  const part = (timeZoneName: 'long' | 'shortOffset') =>
    new Intl.DateTimeFormat(TAGS[locale], { timeZone, timeZoneName }).formatToParts(at).find(({ type }) => type === 'timeZoneName')!.value
  const [name, offset] = [part('long'), part('shortOffset')]
  // Zones without a name of their own answer with the offset once more.
  return `${name.startsWith('GMT') ? timeZone : name} (${offset})`
}

/**
 * Words the time of a visit in the zone of the place, never in that of the reader or the server.
 * @throws RangeError for an unknown zone or an invalid date
 */
export function visitTime(locale: 'ru' | 'en', startsAt: Date, endsAt: Date, timeZone: string): VisitTime {
  const format = (options: Intl.DateTimeFormatOptions, at: Date) =>
    new Intl.DateTimeFormat(TAGS[locale], { timeZone, ...options }).format(at)
  const dateOf = (at: Date) => format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, at)
  const timeOf = (at: Date) => format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at)
  const [firstDay, lastDay] = [dateOf(startsAt), dateOf(endsAt)]
  const startTime = timeOf(startsAt)
  return {
    date: firstDay === lastDay ? firstDay : `${firstDay} – ${lastDay}`,
    shortDate: format({ day: 'numeric', month: 'long' }, startsAt),
    time: `${startTime}–${timeOf(endsAt)}`,
    startTime,
    zone: zoneName(locale, timeZone, startsAt),
  }
}
