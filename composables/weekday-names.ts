/** What the days of the week are called, Monday first: the name of a day stands at `isoWeekday(day) - 1`. */
export function weekdayNames(language: string, style: 'long' | 'short'): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' })
  // The first of January 2024 was a Monday.
  return [1, 2, 3, 4, 5, 6, 7].map((day) => format.format(Date.UTC(2024, 0, day)))
}
