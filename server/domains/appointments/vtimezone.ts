import { Temporal } from 'temporal-polyfill'

const twoDigits = (value: number) => String(value).padStart(2, '0')

function utcOffset(time: Temporal.ZonedDateTime) {
  const minutes = Math.round(time.offsetNanoseconds / 6e10)
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.trunc(size / 60))}${twoDigits(size % 60)}`
}

/** Summer time is whatever is ahead of the smaller of the offsets of that year's winter and summer. */
function observanceName(time: Temporal.ZonedDateTime) {
  const offsets = [1, 7].map((month) => time.with({ month, day: 1 }).offsetNanoseconds)
  return time.offsetNanoseconds > Math.min(...offsets) ? 'DAYLIGHT' : 'STANDARD'
}

/** One stretch of constant offset. `onset` is its first moment; RFC 5545 wants it in the wall clock of the stretch before. */
function observance(onset: Temporal.ZonedDateTime) {
  const before = onset.subtract({ seconds: 1 })
  const wallClock = before.toPlainDateTime().add({ seconds: 1 })
  const name = observanceName(onset)
  return [
    `BEGIN:${name}`,
    `DTSTART:${wallClock.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`,
    `TZOFFSETFROM:${utcOffset(before)}`,
    `TZOFFSETTO:${utcOffset(onset)}`,
    `END:${name}`,
  ]
}

/**
 * The VTIMEZONE (RFC 5545, 3.6.5) of an IANA zone, holding the offsets that apply between two moments of one event.
 * @throws RangeError for a zone that does not exist
 */
export function vtimezone(timeZone: string, from: Date, to: Date): string {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone)
  const zoneBegin = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone)
  // "previous" is strict: a transition at the very start is found from one second later.
  const onsets = [start.add({ seconds: 1 }).getTimeZoneTransition('previous') ?? zoneBegin]
  for (let next = start.getTimeZoneTransition('next'); next && next.epochMilliseconds <= to.getTime();) {
    onsets.push(next)
    next = next.getTimeZoneTransition('next')
  }
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...onsets.flatMap(observance), 'END:VTIMEZONE'].join('\r\n')
}
