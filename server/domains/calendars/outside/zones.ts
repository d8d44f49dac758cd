import { Temporal } from 'temporal-polyfill'
import windows from './windows-zones.json'

const windowsZones = new Map(Object.entries(windows).map(([name, zone]) => [name.toLowerCase(), zone]))

const known = new Map<string, string | null>()

/** A zone as this machine knows it; null for a name that it does not know. */
function standard(name: string): string | null {
  const seen = known.get(name)
  if (seen !== undefined) return seen
  let found: string | null = null
  try {
    found = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    // Not a zone: calendars of others call them anything.
  }
  if (known.size < 2_000) known.set(name, found)
  return found
}

/** Names that may stand for a zone: as it is, as Windows calls it, and the end of `/mozilla.org/20050126_1/Europe/Berlin`. */
function readings(name: string): string[] {
  const bare = name.replaceAll(/^"|"$/g, '').trim()
  const parts = bare.split('/').filter(Boolean)
  const ends = [3, 2, 1].map((count) => parts.slice(-count).join('/'))
  return [windowsZones.get(bare.toLowerCase()) ?? '', bare, ...(parts.length > 1 ? ends : [])].filter(Boolean)
}

/**
 * The IANA zone behind the name that a calendar gives it.
 * @param described what the calendar's own description of it says it is called elsewhere
 * @returns null for a name that nobody knows
 */
export function zoneNamed(name: string, described?: string): string | null {
  for (const each of [...readings(name), ...(described ? readings(described) : [])]) {
    // `GMT+3` means the opposite to different programs, and a bare number nothing.
    const zone = /^[A-Za-z][\w+/-]*$/.test(each) ? standard(each) : null
    if (zone) return zone
  }
  return null
}

/** When a wall clock in a zone reads this: `2026-11-24T10:00:00`. What a clock change skips is moved forward, what comes twice is the first. */
export const instantOf = (wall: string, zone: string): Date =>
  new Date(Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds)

/** What a wall clock in a zone reads at a moment. */
export const wallOf = (at: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })
