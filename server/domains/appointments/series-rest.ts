import { occurrencesOf, type Pattern } from './recurrence'

/** How many visits a rule names before one of them. */
const namedBefore = (pattern: Pattern, occurrence: string): number =>
  occurrencesOf(pattern, pattern.start, occurrence).filter((name) => name < occurrence).length

/** The pattern from one of its visits on. */
export function restOf(pattern: Pattern, occurrence: string): Pattern {
  const { count } = pattern.rule
  const left = count === null ? null : count - namedBefore(pattern, occurrence)
  return { ...pattern, start: occurrence, rule: { ...pattern.rule, count: left } }
}
