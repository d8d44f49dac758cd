import { addDays, isoWeekday, wallClockAt } from './wall-clock'

/** What a window does on a holiday of the site. */
export const holidayHabits = ['AS_USUAL', 'CLOSED', 'ONLY'] as const

/** What a rule does while it is open. */
export const accessEffects = ['ADMIT', 'REFUSE'] as const

/** In what the entries that a rule lets one pass make are counted: the whole pass, or a day of the site's calendar. */
export const rulePeriods = ['PASS', 'DAY'] as const

/** A span of the site's wall clock on some weekdays. */
export interface AccessWindow {
  /** Monday is 1, Sunday 7. Not looked at on holidays where `holidays` is ONLY. */
  weekdays: number[]
  /** `HH:mm`. */
  from: string
  /** `HH:mm`, `24:00` for the end of the day; earlier than `from`, it is on the next day. The window belongs to the day it begins on. */
  to: string
  holidays: (typeof holidayHabits)[number]
}

/** Who may come in where and when, as far as deciding goes. */
export interface AccessRule {
  id: string
  name: string
  effect: (typeof accessEffects)[number]
  /** Where it holds: at these gates and at those into these zones; at every gate where neither is named. */
  gateIds: string[]
  zoneIds: string[]
  /** For whom: guests of these kinds; everybody where none is named. */
  visitorTypeIds: string[]
  windows: AccessWindow[]
  /** Whoever it lets in has to be escorted. */
  needsEscort: boolean
  /** It concerns only the passes and visits to which it is assigned. */
  isAssigned: boolean
  /** How many entries it lets one pass make; null for as many as it wants. */
  entriesLimit: number | null
  entriesPer: (typeof rulePeriods)[number]
}

/** How many entries rules have let a pass make, by rule and day of the site's calendar, `YYYY-MM-DD`. */
export type RuleUses = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Who wants in, as far as rules go. */
export interface RuleSubject {
  visitorTypeId: string | null
  /** Rules that were assigned to the pass, and to its visit. */
  passRuleIds: readonly string[]
  visitRuleIds: readonly string[]
}

/** Where somebody wants in, and what holds there. Rules stand in their order. */
export interface AccessPlace {
  gateId: string
  zone: { id: string; name: string; isRestricted: boolean } | null
  timeZone: string
  /** Days, `YYYY-MM-DD`, by the site's calendar. */
  holidays: ReadonlySet<string>
  rules: readonly AccessRule[]
}

/** What a rule said, or a zone; `name` is theirs. */
export type RuleStep = {
  said: 'REFUSES' | 'NOT_REFUSING' | 'ADMITS' | 'NOT_OPEN' | 'USED_UP' | 'NONE_OPEN' | 'RESTRICTED'
  name?: string
}

/** What rules come to: whether one stands in the way, and what whoever is let in needs. */
export interface RuleOutcome {
  reason: 'RULE' | 'OUTSIDE_WINDOW' | 'ALREADY_USED' | null
  needsEscort: boolean
  /** The rule that lets in; null where none does. */
  ruleId: string | null
  /** In the order in which they were asked; none where no rule concerns the entry. */
  steps: RuleStep[]
}

function beginsOn(day: string, { weekdays, holidays }: AccessWindow, isHoliday: (day: string) => boolean): boolean {
  if (holidays !== 'AS_USUAL' && isHoliday(day)) return holidays === 'ONLY'
  return holidays !== 'ONLY' && weekdays.includes(isoWeekday(day))
}

/**
 * Whether a window is open. Both ends are what the wall clock reads, so that a window of an hour that a clock change skips does not open
 * that day, and one of an hour that comes twice is open twice.
 */
export function isWindowOpen(window: AccessWindow, at: Date, { timeZone, holidays }: Pick<AccessPlace, 'timeZone' | 'holidays'>): boolean {
  const { day, time } = wallClockAt(at, timeZone)
  const isHoliday = (each: string) => holidays.has(each)
  if (window.to > window.from) return time >= window.from && time < window.to && beginsOn(day, window, isHoliday)
  if (time >= window.from) return beginsOn(day, window, isHoliday)
  return time < window.to && beginsOn(addDays(day, -1), window, isHoliday)
}

/** To what a rule is assigned, of somebody's: what is said of the pass goes before what is said of the visit, and that before what is said of everybody. */
const assignments = ['PASS', 'VISIT', 'EVERYBODY'] as const

const assignmentOf = ({ id, isAssigned }: AccessRule, { passRuleIds, visitRuleIds }: RuleSubject): (typeof assignments)[number] | null => {
  if (!isAssigned) return 'EVERYBODY'
  if (passRuleIds.includes(id)) return 'PASS'
  return visitRuleIds.includes(id) ? 'VISIT' : null
}

/** Whether a rule speaks of whoever comes to a gate. */
export function concerns(rule: AccessRule, { gateId, zone }: Pick<AccessPlace, 'gateId' | 'zone'>, subject: RuleSubject): boolean {
  const everywhere = rule.gateIds.length === 0 && rule.zoneIds.length === 0
  const here = everywhere || rule.gateIds.includes(gateId) || (zone !== null && rule.zoneIds.includes(zone.id))
  const { visitorTypeId } = subject
  const isKind = rule.visitorTypeIds.length === 0 || (visitorTypeId !== null && rule.visitorTypeIds.includes(visitorTypeId))
  return here && isKind && assignmentOf(rule, subject) !== null
}

/** The rules that concern an entry and let in a pass only so often: what they let it do has to be counted. */
export const countedRules = (place: AccessPlace, subject: RuleSubject): AccessRule[] =>
  place.rules.filter((rule) => rule.entriesLimit !== null && concerns(rule, place, subject))

/** How many entries a rule has let a pass make, of those that it counts on a day. */
export function usesOf({ id, entriesPer }: Pick<AccessRule, 'id' | 'entriesPer'>, uses: RuleUses, day: string): number {
  const byDay = uses[id] ?? {}
  return entriesPer === 'DAY' ? (byDay[day] ?? 0) : Object.values(byDay).reduce((sum, entries) => sum + entries, 0)
}

/** One more entry by a rule. */
export const oneMoreUse = (uses: RuleUses, ruleId: string, at: Date, timeZone: string): RuleUses => {
  const { day } = wallClockAt(at, timeZone)
  return { ...uses, [ruleId]: { ...uses[ruleId], [day]: (uses[ruleId]?.[day] ?? 0) + 1 } }
}

/**
 * What the rules say to somebody who wants in. Of those that concern them
 * 1. one that refuses and is open decides: refusing goes before letting in, whatever the order;
 * 2. otherwise, where any lets in, the first decides that is open and has entries left, and what it asks for is asked: those that were
 *    assigned to the pass are asked first, then those of its visit, then all others, each by their order; is there none, they are not let in;
 * 3. where none lets in, a restricted zone stays shut and everything else is open.
 */
export function askRules(place: AccessPlace, subject: RuleSubject, uses: RuleUses, at: Date): RuleOutcome {
  const concerned = place.rules.filter((rule) => concerns(rule, place, subject))
  const isOpen = (rule: AccessRule) => rule.windows.some((window) => isWindowOpen(window, at, place))
  const steps: RuleStep[] = []
  const refused = (reason: RuleOutcome['reason'], said: RuleStep['said'], name?: string): RuleOutcome => ({
    reason,
    needsEscort: false,
    ruleId: null,
    steps: [...steps, { said, ...(name !== undefined && { name }) }],
  })
  for (const rule of concerned.filter(({ effect }) => effect === 'REFUSE')) {
    if (isOpen(rule)) return refused('RULE', 'REFUSES', rule.name)
    steps.push({ said: 'NOT_REFUSING', name: rule.name })
  }
  const admitting = inTurn(concerned, subject)
  const { day } = wallClockAt(at, place.timeZone)
  const isUsedUp = (rule: AccessRule) => rule.entriesLimit !== null && usesOf(rule, uses, day) >= rule.entriesLimit
  for (const rule of admitting) {
    const said = !isOpen(rule) ? 'NOT_OPEN' : isUsedUp(rule) ? 'USED_UP' : 'ADMITS'
    steps.push({ said, name: rule.name })
    if (said === 'ADMITS') return { reason: null, needsEscort: rule.needsEscort, ruleId: rule.id, steps }
  }
  if (steps.some(({ said }) => said === 'USED_UP')) return refused('ALREADY_USED', 'NONE_OPEN')
  if (admitting.length > 0) return refused('OUTSIDE_WINDOW', 'NONE_OPEN')
  if (place.zone?.isRestricted) return refused('RULE', 'RESTRICTED', place.zone.name)
  return { reason: null, needsEscort: false, ruleId: null, steps }
}

/** The rules that let in, in the order in which they are asked. */
function inTurn(concerned: readonly AccessRule[], subject: RuleSubject): AccessRule[] {
  const rankOf = (rule: AccessRule) => assignments.indexOf(assignmentOf(rule, subject) ?? 'EVERYBODY')
  return concerned.filter(({ effect }) => effect === 'ADMIT').toSorted((one, other) => rankOf(one) - rankOf(other))
}
