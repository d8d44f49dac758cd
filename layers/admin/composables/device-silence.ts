/** Whoever reports reports every minute: after this long, in milliseconds, something is wrong. */
const patience = 3 * 60_000

/** For how long a device has been silent, in its largest unit. */
export interface Silence {
  unit: 'Minutes' | 'Hours' | 'Days'
  count: number
}

/** For how long a device that used to report has not; null for one that is not missed, or never reported. */
export function silenceOf(reportedAt: string | null, now: number): Silence | null {
  const silent = reportedAt === null ? 0 : now - Date.parse(reportedAt)
  if (silent < patience) return null
  const minutes = Math.floor(silent / 60_000)
  if (minutes < 60) return { unit: 'Minutes', count: minutes }
  return minutes < 1_440 ? { unit: 'Hours', count: Math.floor(minutes / 60) } : { unit: 'Days', count: Math.floor(minutes / 1_440) }
}
