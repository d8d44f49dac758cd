import { Temporal } from 'temporal-polyfill'

/** The day of a wall clock in which an instant lies. @returns its first instant and the first instant of the next day */
export function startOfDay(at: Date, timeZone: string): [Date, Date] {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).startOfDay()
  return [new Date(day.epochMilliseconds), new Date(day.add({ days: 1 }).startOfDay().epochMilliseconds)]
}
