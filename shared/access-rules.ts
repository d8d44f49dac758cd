import { addDays, isoWeekday, wallClockAt } from './wall-clock'

/** What a window does on a holiday of the site. */
export const holidayHabits = ['AS_USUAL', 'CLOSED', 'ONLY'] as const

/** What a rule does while it is open. */
export const accessEffects = ['ADMIT', 'REFUSE'] as const

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
  said: 'REFUSES' | 'NOT_REFUSING' | 'ADMITS' | 'NOT_OPEN' | 'NONE_OPEN' | 'RESTRICTED'
  name?: string
}

/** What rules come to: whether one stands in the way, and what whoever is let in needs. */
export interface RuleOutcome {
  reason: 'RULE' | 'OUTSIDE_WINDOW' | null
  needsEscort: boolean
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

/** Whether a rule speaks of whoever comes to a gate. */
export function concerns(rule: AccessRule, { gateId, zone }: Pick<AccessPlace, 'gateId' | 'zone'>, visitorTypeId: string | null): boolean {
  const everywhere = rule.gateIds.length === 0 && rule.zoneIds.length === 0
  const here = everywhere || rule.gateIds.includes(gateId) || (zone !== null && rule.zoneIds.includes(zone.id))
  return here && (rule.visitorTypeIds.length === 0 || (visitorTypeId !== null && rule.visitorTypeIds.includes(visitorTypeId)))
}

/**
 * What the rules say to somebody who wants in. Of those that concern them
 * 1. one that refuses and is open decides: refusing goes before letting in, whatever the order;
 * 2. otherwise, where any lets in, the first open one by order decides, and what it asks for is asked; is none open, it is not their time;
 * 3. where none lets in, a restricted zone stays shut and everything else is open.
 */
export function askRules(place: AccessPlace, visitorTypeId: string | null, at: Date): RuleOutcome {
  const concerned = place.rules.filter((rule) => concerns(rule, place, visitorTypeId))
  const isOpen = (rule: AccessRule) => rule.windows.some((window) => isWindowOpen(window, at, place))
  const steps: RuleStep[] = []
  for (const rule of concerned.filter(({ effect }) => effect === 'REFUSE')) {
    if (isOpen(rule)) return { reason: 'RULE', needsEscort: false, steps: [...steps, { said: 'REFUSES', name: rule.name }] }
    steps.push({ said: 'NOT_REFUSING', name: rule.name })
  }
  const admitting = concerned.filter(({ effect }) => effect === 'ADMIT')
  for (const rule of admitting) {
    if (isOpen(rule)) return { reason: null, needsEscort: rule.needsEscort, steps: [...steps, { said: 'ADMITS', name: rule.name }] }
    steps.push({ said: 'NOT_OPEN', name: rule.name })
  }
  if (admitting.length > 0) return { reason: 'OUTSIDE_WINDOW', needsEscort: false, steps: [...steps, { said: 'NONE_OPEN' }] }
  if (place.zone?.isRestricted)
    return { reason: 'RULE', needsEscort: false, steps: [...steps, { said: 'RESTRICTED', name: place.zone.name }] }
  return { reason: null, needsEscort: false, steps }
}
