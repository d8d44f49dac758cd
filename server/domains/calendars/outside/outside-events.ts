import ICAL from 'ical.js'
import type { RawComponent } from './calendar-lines'
import { instantOf, zoneNamed } from './zones'

/** A moment as a calendar writes it: by a wall clock, whose zone is known. */
export interface Moment {
  /** `2026-11-24T10:00:00`; midnight for a day. */
  wall: string
  zone: string
  isDay: boolean
}

/** An event of somebody else, as far as it says when they are busy. */
export interface OutsideEvent {
  uid: string
  isBusy: boolean
  start: Moment
  /** How long it lasts: so many days, or so many milliseconds. */
  days: number | null
  length: number
  /** RRULE without its name. */
  rule: string | null
  added: Moment[]
  /** Moments, and days on which all is left out. */
  excluded: Moment[]
  /** Which of its repetitions it stands for. */
  replaces: Moment | null
}

/** How the zones of a calendar are found. */
export interface ZonesOfCalendar {
  described: ReadonlyMap<string, string>
  /** For moments without a zone, and with one that nobody knows. */
  fallback: string
}

const two = (value: number): string => String(value).padStart(2, '0')

function momentOf(value: unknown, tzid: string | undefined, { described, fallback }: ZonesOfCalendar): Moment | null {
  if (!(value instanceof ICAL.Time) || !(value.year >= 1900 && value.year <= 2200)) return null
  const { year, month, day, hour, minute, second, isDate } = value
  const wall = `${year}-${two(month)}-${two(day)}T${isDate ? '00:00:00' : `${two(hour)}:${two(minute)}:${two(Math.min(second, 59))}`}`
  const isUtc = value.zone === ICAL.Timezone.utcTimezone
  const zone = isUtc ? 'UTC' : tzid ? zoneNamed(tzid, described.get(tzid)) : null
  return { wall, zone: zone ?? fallback, isDay: isDate }
}

/** Days as whole days, whatever a clock change does to their length. */
const wholeDays = (from: Moment, to: Moment): number =>
  Math.round((Date.parse(`${to.wall.slice(0, 10)}T00:00Z`) - Date.parse(`${from.wall.slice(0, 10)}T00:00Z`)) / 86_400_000)

class EventReader {
  constructor(
    private readonly component: ICAL.Component,
    private readonly zones: ZonesOfCalendar,
  ) {}

  text(name: string): string {
    const value = this.component.getFirstPropertyValue(name)
    return value === null ? '' : String(value as string)
  }

  moments(name: string): Moment[] {
    return this.component.getAllProperties(name).flatMap((property) => {
      const tzid = property.getFirstParameter('tzid')
      return property.getValues().flatMap((value) => momentOf(value instanceof ICAL.Period ? value.start : value, tzid, this.zones) ?? [])
    })
  }

  /** How long it lasts, by its end or by its duration; a day without either is that day, a moment nothing. */
  lasting(start: Moment): { days: number | null; length: number } {
    const [end] = this.moments('dtend')
    if (end && start.isDay) return { days: Math.max(1, wholeDays(start, end)), length: 0 }
    if (end) return { days: null, length: instantOf(end.wall, end.zone).getTime() - instantOf(start.wall, start.zone).getTime() }
    const duration: unknown = this.component.getFirstPropertyValue('duration')
    const length = duration instanceof ICAL.Duration ? duration.toSeconds() * 1_000 : 0
    return start.isDay ? { days: Math.max(1, Math.round(length / 86_400_000)), length: 0 } : { days: null, length }
  }

  isBusy(): boolean {
    const [status, shows] = [this.text('status').toUpperCase(), this.text('x-microsoft-cdo-busystatus').toUpperCase()]
    if (status === 'CANCELLED' || this.text('transp').toUpperCase() === 'TRANSPARENT') return false
    return shows !== 'FREE' && shows !== 'WORKINGELSEWHERE'
  }
}

const component = (lines: readonly string[]) => new ICAL.Component(ICAL.parse(['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n')))

const isRule = (line: string): boolean => /^RRULE[;:]/i.test(line)

/** Some programs write a day without saying that it is one. */
const asDay = (line: string): string =>
  line.replace(/^(DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID)((?:;(?!VALUE=)[^:;]*)*):(?=\d{8}(?:,|$))/i, '$1;VALUE=DATE$2:')

function canBeRead(line: string): boolean {
  try {
    return component([line]) !== null
  } catch {
    return false
  }
}

/** The properties of an event; of those that cannot be read it is as if they were not there. */
function propertiesOf(lines: readonly string[]): ICAL.Component {
  const others = lines.filter((line) => !isRule(line)).map(asDay)
  try {
    return component(others)
  } catch {
    return component(others.filter(canBeRead))
  }
}

/** Reads an event. @returns null for one that cannot be read: the others are read all the same */
export function eventOf({ lines }: RawComponent, zones: ZonesOfCalendar): OutsideEvent | null {
  try {
    const reader = new EventReader(propertiesOf(lines), zones)
    const [start] = reader.moments('dtstart')
    if (!start) return null
    const rule = lines.find(isRule)
    return {
      uid: reader.text('uid').slice(0, 500),
      isBusy: reader.isBusy(),
      start,
      ...reader.lasting(start),
      rule: rule ? rule.slice(rule.indexOf(':') + 1).trim() : null,
      added: reader.moments('rdate'),
      excluded: reader.moments('exdate'),
      replaces: reader.moments('recurrence-id')[0] ?? null,
    }
  } catch {
    return null
  }
}

const period = /^(\d{8}T\d{6}Z)\/(?:(\d{8}T\d{6}Z)|(P[\dTWDHMS]+))$/
const utc = (text: string): number => Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))

/** Times that a free/busy component says to be taken. */
export function periodsOf({ lines }: RawComponent): { startsAt: Date; endsAt: Date }[] {
  return lines
    .filter((line) => !/;FBTYPE="?FREE"?[;:]/i.test(line))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).split(','))
    .flatMap((text) => {
      const [, start = '', end, duration] = period.exec(text.trim()) ?? []
      const from = utc(start)
      const to = end ? utc(end) : from + (duration ? ICAL.Duration.fromString(duration).toSeconds() * 1_000 : Number.NaN)
      return Number.isNaN(from + to) ? [] : [{ startsAt: new Date(from), endsAt: new Date(to) }]
    })
}
