import { addDays, instantAt, wallClockAt } from '#shared/wall-clock'

/** A day of the calendar of a site: `day` is YYYY-MM-DD by the wall clock there. */
export interface SiteDay {
  siteId: string
  day: string
}

/** When a day begins in a zone, and when the next one does. */
export const hoursOf = (day: string, timeZone: string): { from: Date; until: Date } => {
  const midnight = (of: string) => instantAt({ day: of, time: '00:00' }, timeZone)
  return { from: midnight(day), until: midnight(addDays(day, 1)) }
}

/** The day in which a moment lies in a zone. */
export const dayAt = (at: Date, timeZone: string): string => wallClockAt(at, timeZone).day

/** A day as a column of it holds it. */
export const dateOf = (day: string): Date => new Date(`${day}T00:00Z`)

/** The day that a column of it holds. */
export const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

/** How many days a period has, both ends among them. */
export const daysBetween = (from: string, to: string): number => (dateOf(to).getTime() - dateOf(from).getTime()) / 86_400_000 + 1
