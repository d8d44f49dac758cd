import { Temporal } from 'temporal-polyfill'

/**
 * Whether something done at an instant still counts at another, so many months later.
 * @param months null: for one visit alone
 */
export function countsAt(done: { at: Date; forThisVisit: boolean }, months: number | null, at: Date): boolean {
  if (done.forThisVisit) return true
  if (months === null) return false
  const until = Temporal.Instant.fromEpochMilliseconds(done.at.getTime()).toZonedDateTimeISO('UTC').add({ months })
  return until.epochMilliseconds >= at.getTime()
}
