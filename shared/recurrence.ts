import { addDays, isoWeekday, wallClockAt } from './wall-clock'

/** Days of the week as RFC 5545 names them, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** A day of the week as RFC 5545 names it. */
export type Weekday = (typeof weekdays)[number]

/** How often a visit repeats. Nothing more often than once a day: a person is received once. */
export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const

/** A day of the week, in a month perhaps the how-manieth: `{ ordinal: -1, day: 'FR' }` is the last Friday. */
export interface RuleDay {
  ordinal: number | null
  day: Weekday
}

/** The part of RFC 5545's RRULE by which visits repeat. */
export interface RecurrenceRule {
  frequency: (typeof frequencies)[number]
  /** Every how many days, weeks, months or years: 1–99. */
  interval: number
  /** How many visits in all. */
  count: number | null
  /** The last day on which one may be, by the clock of the series: `YYYY-MM-DD`. */
  until: string | null
  byDay: RuleDay[]
  byMonthDay: number[]
  byMonth: number[]
  bySetPos: number[]
  weekStart: Weekday
}

/** Why a text is no rule: a key under `errors`. */
export type RuleProblem = 'ruleInvalid' | 'ruleTooOften' | 'ruleInterval' | 'ruleCount' | 'ruleUntil' | 'ruleCountAndUntil'

/** Visits in all that a rule may count. */
export const maxCount = 730

const isWeekday = (text: string | undefined): text is Weekday => weekdays.some((day) => day === text)
const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST']
const tooOften = /^(?:SECONDLY|MINUTELY|HOURLY)$/

/** `KEY=value;KEY=value` as a map; undefined where a part is not of that form, not known, or there twice. */
function partsOf(text: string): Map<string, string> | undefined {
  const parts = new Map<string, string>()
  for (const part of text
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase()
    .split(';')) {
    const [key = '', value = '', ...rest] = part.split('=')
    if (!known.includes(key) || !value || rest.length > 0 || parts.has(key)) return undefined
    parts.set(key, value)
  }
  return parts
}

/** Whole numbers of a list, each within ±limit and not zero; undefined where one is not. */
function numbersOf(text: string | undefined, limit: number, least = -limit): number[] | undefined {
  if (text === undefined) return []
  const numbers = text.split(',').map((part) => (/^[+-]?\d{1,3}$/.test(part) ? Number(part) : 0))
  return numbers.every((number) => number !== 0 && number <= limit && number >= least) ? numbers : undefined
}

function daysIn(text: string | undefined): RuleDay[] | undefined {
  if (text === undefined) return []
  const days = text.split(',').map((part) => {
    const [, ordinal, day] = /^([+-]?[1-5])?([A-Z]{2})$/.exec(part) ?? []
    return isWeekday(day) ? { ordinal: ordinal ? Number(ordinal) : null, day } : undefined
  })
  return days.every((day) => day !== undefined) ? days : undefined
}

/** The last day of a rule: an instant is read by the clock of the series, and a time earlier than that of the visits takes the day out. */
function lastDay(text: string, timeZone: string, startTime: string): string | undefined {
  const [, date, time, utc] = /^(\d{8})(?:T(\d{6})(Z)?)?$/.exec(text) ?? []
  if (!date) return undefined
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
  if (!time) return Number.isNaN(Date.parse(day)) ? undefined : day
  const clock = `${time.slice(0, 2)}:${time.slice(2, 4)}`
  if (Number.isNaN(Date.parse(`${day}T${clock}Z`))) return undefined
  const last = utc ? wallClockAt(`${day}T${clock}:00Z`, timeZone) : { day, time: clock }
  return last.time < startTime ? addDays(last.day, -1) : last.day
}

/**
 * Reads an RRULE (RFC 5545, 3.3.10), with or without its name.
 * @param clock the zone of the series and the time of day at which its visits begin, `HH:mm`
 * @returns the rule, or why it is none
 */
export function parseRule(text: string, clock: { timeZone: string; startTime: string }): RecurrenceRule | RuleProblem {
  const parts = partsOf(text)
  if (!parts) return 'ruleInvalid'
  if (tooOften.test(parts.get('FREQ') ?? '')) return 'ruleTooOften'
  const frequency = frequencies.find((each) => each === parts.get('FREQ'))
  const [byDay, byMonthDay] = [daysIn(parts.get('BYDAY')), numbersOf(parts.get('BYMONTHDAY'), 31)]
  const [byMonth, bySetPos] = [numbersOf(parts.get('BYMONTH'), 12, 1), numbersOf(parts.get('BYSETPOS'), 366)]
  const weekStart = parts.get('WKST') ?? 'MO'
  if (!frequency || !byDay || !byMonthDay || !byMonth || !bySetPos || !isWeekday(weekStart)) return 'ruleInvalid'
  const rule = { frequency, byDay, byMonthDay, byMonth, bySetPos, weekStart }
  return problemOfParts(rule) ?? withEnd(rule, parts, clock)
}

type RuleParts = Omit<RecurrenceRule, 'interval' | 'count' | 'until'>

function problemOfParts({ frequency, byDay, byMonthDay, bySetPos }: RuleParts): RuleProblem | undefined {
  const hasOrdinal = byDay.some(({ ordinal }) => ordinal !== null)
  if (hasOrdinal && frequency !== 'MONTHLY' && frequency !== 'YEARLY') return 'ruleInvalid'
  if (byMonthDay.length > 0 && frequency === 'WEEKLY') return 'ruleInvalid'
  return bySetPos.length > 0 && byDay.length === 0 && byMonthDay.length === 0 ? 'ruleInvalid' : undefined
}

function withEnd(
  rule: RuleParts,
  parts: Map<string, string>,
  { timeZone, startTime }: { timeZone: string; startTime: string },
): RecurrenceRule | RuleProblem {
  const [interval] = numbersOf(parts.get('INTERVAL') ?? '1', 99, 1) ?? []
  if (!interval) return 'ruleInterval'
  const [counted, until] = [parts.get('COUNT'), parts.get('UNTIL')]
  if (counted && until) return 'ruleCountAndUntil'
  const count = counted ? (numbersOf(counted, maxCount, 1)?.[0] ?? 0) : null
  if (count === 0) return 'ruleCount'
  const last = until ? lastDay(until, timeZone, startTime) : null
  return last === undefined ? 'ruleUntil' : { ...rule, interval, count, until: last }
}

const dayText = ({ ordinal, day }: RuleDay): string => `${ordinal ?? ''}${day}`

/** Writes a rule as RFC 5545 does, always in the same order: equal rules are equal texts. */
export function formatRule(rule: RecurrenceRule): string {
  const list = (name: string, values: (string | number)[]) => (values.length > 0 ? [`${name}=${values.join()}`] : [])
  return [
    `FREQ=${rule.frequency}`,
    ...(rule.interval > 1 ? [`INTERVAL=${rule.interval}`] : []),
    ...list('BYMONTH', rule.byMonth),
    ...list('BYMONTHDAY', rule.byMonthDay),
    ...list('BYDAY', rule.byDay.map(dayText)),
    ...list('BYSETPOS', rule.bySetPos),
    ...(rule.count === null ? [] : [`COUNT=${rule.count}`]),
    ...(rule.until === null ? [] : [`UNTIL=${rule.until.replaceAll('-', '')}`]),
    ...(rule.weekStart === 'MO' ? [] : [`WKST=${rule.weekStart}`]),
  ].join(';')
}

/**
 * The same rule so many days later, as when one visit of it is dragged to another day of the week.
 * @returns null for a rule that says by itself on which day of a month or year its visits are: it has to be given anew
 */
export function shiftRule(rule: RecurrenceRule, days: number): RecurrenceRule | null {
  if (days === 0) return rule
  const until = rule.until && addDays(rule.until, days)
  if (rule.frequency === 'DAILY' && rule.byDay.length + rule.byMonth.length + rule.byMonthDay.length === 0) return { ...rule, until }
  if (rule.frequency !== 'WEEKLY' || rule.byMonth.length + rule.bySetPos.length > 0) return null
  // Every other week, a visit that leaves its week would take only itself along.
  if (rule.interval > 1 && rule.byDay.length > 1) return null
  const shifted = ({ day }: RuleDay): RuleDay => {
    const place = (((weekdays.indexOf(day) + days) % 7) + 7) % 7
    return { ordinal: null, day: weekdays[place] ?? day }
  }
  const byDay = rule.byDay.map(shifted).toSorted((one, other) => weekdays.indexOf(one.day) - weekdays.indexOf(other.day))
  return { ...rule, until, byDay }
}

/** The day of the week of a day of the calendar. */
export const weekdayOf = (day: string): Weekday => weekdays[isoWeekday(day) - 1] ?? 'MO'
