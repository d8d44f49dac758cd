import { PullFailed } from './pull-failed'

/** A component of a calendar, as far as it says when somebody is busy. Titles, people and places are not read at all. */
export interface RawComponent {
  kind: 'VEVENT' | 'VFREEBUSY'
  lines: string[]
}

/** What of a calendar says when somebody is busy. */
export interface RawCalendar {
  components: RawComponent[]
  /** Zones that it describes itself, and what they are called in the world. */
  zones: Map<string, string>
  /** In which zone it says to be written; null where it does not say. */
  zone: string | null
}

/** Days between which something matters, as in `20261124`. */
export interface DaySpan {
  from: string
  to: string
}

/** Components that are read at most, how deep they may lie in each other, and the longest line, in letters. */
const most = { components: 20_000, depth: 8, zones: 200, line: 20_000 }

/** Logical lines of a calendar (RFC 5545, 3.1), without copying what is not asked for. */
function* unfolded(text: string): Generator<string> {
  let line = ''
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const stop = text.charAt(end - 1) === '\r' ? end - 1 : end
    const isFolded = text.charAt(at) === ' ' || text.charAt(at) === '\t'
    if (isFolded && line.length < most.line) line += text.slice(at + 1, Math.min(stop, at + most.line))
    if (!isFolded) {
      if (line) yield line
      line = text.slice(at, Math.min(stop, at + most.line))
    }
    at = end + 1
  }
  if (line) yield line
}

const ofEvents = /^(?:DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|UID|STATUS|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS)[;:]/i
const wanted = { VEVENT: ofEvents, VFREEBUSY: /^FREEBUSY[;:]/i }
const zoneNames = /^(?:X-LIC-LOCATION|X-MICROSOFT-CDO-TZID|TZID)[^:]*:(.*)$/i

const dayOf = (lines: readonly string[], name: string): string | undefined => {
  const line = lines.find((each) => each.toUpperCase().startsWith(name))
  return line && /:(\d{8})/.exec(line)?.[1]
}

/** Whether an event may lie in a span: one that repeats is looked at more closely later, and so is one whose day cannot be read. */
function mayMatter({ kind, lines }: RawComponent, { from, to }: DaySpan): boolean {
  if (kind === 'VFREEBUSY' || lines.some((line) => /^(?:RRULE|RDATE|RECURRENCE-ID|DURATION)[;:]/i.test(line))) return true
  const start = dayOf(lines, 'DTSTART')
  const end = dayOf(lines, 'DTEND') ?? start
  return !start || !end || (start <= to && end >= from)
}

/** Reads a calendar line by line; what lies in an event (an alarm) is not taken for it. */
class Reader {
  readonly read: RawCalendar = { components: [], zones: new Map(), zone: null }
  private readonly stack: string[] = []
  private open: RawComponent | null = null
  private zone: string[] = []

  constructor(private readonly span: DaySpan) {}

  begin(name: string): void {
    this.stack.push(name)
    if (this.stack.length > most.depth) throw new PullFailed('NOT_A_CALENDAR')
    if (this.stack.length !== 2 || this.stack[0] !== 'VCALENDAR') return
    if (name === 'VEVENT' || name === 'VFREEBUSY') this.open = { kind: name, lines: [] }
    if (name === 'VTIMEZONE') this.zone = []
  }

  end(): void {
    const name = this.stack.pop()
    if (this.stack.length !== 1) return
    if (this.open && mayMatter(this.open, this.span)) this.read.components.push(this.open)
    this.open = null
    if (this.read.components.length > most.components) throw new PullFailed('TOO_MANY')
    const [id, ...others] = this.zone
    if (name === 'VTIMEZONE' && id && this.read.zones.size < most.zones) this.read.zones.set(id, others.find(Boolean) ?? id)
    this.zone = []
  }

  line(text: string): void {
    if (this.stack.length === 1) this.read.zone ??= /^X-WR-TIMEZONE[^:]*:(.+)$/i.exec(text)?.[1]?.trim() ?? null
    if (this.stack.length !== 2) return
    if (this.open && wanted[this.open.kind].test(text)) this.open.lines.push(text)
    else if (this.stack[1] === 'VTIMEZONE') this.nameZone(text)
  }

  /** The identifier first, whatever comes first in the file. */
  private nameZone(text: string): void {
    const name = zoneNames.exec(text)?.[1]?.trim()
    if (!name) return
    if (/^TZID/i.test(text)) this.zone[0] = name
    else this.zone[1] ??= name
  }
}

/**
 * Reads what of a calendar says when somebody is busy around some days.
 * @throws PullFailed for what is no calendar, or holds more than is read
 */
export function readCalendar(text: string, span: DaySpan): RawCalendar {
  if (!/^\s*BEGIN:VCALENDAR/i.test(text.replace(/^\uFEFF/, '').slice(0, 200))) throw new PullFailed('NOT_A_CALENDAR')
  const reader = new Reader(span)
  for (const line of unfolded(text.replace(/^\uFEFF/, ''))) {
    const [, edge, name = ''] = /^(BEGIN|END):\s*(\S{1,40})/i.exec(line) ?? []
    if (!edge) reader.line(line)
    else if (edge.toUpperCase() === 'BEGIN') reader.begin(name.toUpperCase())
    else reader.end()
  }
  return reader.read
}
