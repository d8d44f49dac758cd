const dayLength = 86_400_000
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))
const three = Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0'))

let knownDay = Number.NaN
let knownDate = ''

/**
 * An instant as ISO 8601 in UTC, exactly as `toISOString` words it, at a sixth of its cost: a page of a list has hundreds of
 * instants, and neighbours fall on the same day.
 * @throws RangeError for an invalid date
 */
export function instantText(instant: Date): string {
  const time = instant.getTime()
  const day = Math.floor(time / dayLength)
  if (day !== knownDay) {
    knownDate = instant.toISOString().slice(0, -13)
    knownDay = day
  }
  const milliseconds = time - day * dayLength
  const seconds = Math.floor(milliseconds / 1_000)
  return `${knownDate}${two[Math.floor(seconds / 3_600)]}:${two[Math.floor(seconds / 60) % 60]}:${two[seconds % 60]}.${three[milliseconds % 1_000]}Z`
}
