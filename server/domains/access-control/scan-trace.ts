import type { CheckinRow } from '../../core/rows'
import { translate, type Language } from '../../infra/i18n'
import { entryChecks, type CodeStep, type CrossingStep, type TraceStep } from '#shared/entry-decision'
import { deniedText } from './scan-outcome'
import type { ScanRequirement } from './scan-requirement'

/** At which check something is said that no rule says. */
const checkOfStep: Record<(CrossingStep | CodeStep)['said'], (typeof entryChecks)[number]> = {
  LIVE: 'CODE',
  STILL: 'CODE',
  PAST: 'CODE',
  MOVES: 'ENTRIES',
  ALREADY_INSIDE: 'WHEREABOUTS',
  NOT_COME_IN: 'WHEREABOUTS',
  HAS_ROOM: 'ROOM',
  FULL: 'ROOM',
}
const isOfCrossing = (step: TraceStep): step is CrossingStep | CodeStep => Object.hasOwn(checkOfStep, step.said)

type Settled = Pick<CheckinRow, 'direction' | 'result' | 'reason' | 'forced' | 'visitPassId'> & { steps: readonly TraceStep[] }

/** The check at which a denial ends; those before it were passed. */
const checkOf: Partial<Record<NonNullable<CheckinRow['reason']>, (typeof entryChecks)[number]>> = {
  STALE_CODE: 'CODE',
  EXPIRED: 'EXPIRY',
  WRONG_GATE: 'SITE',
  NOT_YET_VALID: 'START',
  RULE: 'RULES',
  OUTSIDE_WINDOW: 'RULES',
  ALREADY_USED: 'ENTRIES',
  CHECKOUT_REQUIRED: 'WHEREABOUTS',
  CAPACITY_REACHED: 'ROOM',
}

/** What a check-in was decided by, step by step, in the language of the reader. */
export function explainScan(language: Language, scan: Settled): string[] {
  const say = (key: string, values: Record<string, string> = {}) => translate(language, `scan.trace.${key}`, values)
  if (scan.forced) return [say('forced')]
  if (scan.visitPassId === null) return [translate(language, `scan.denied.${scan.reason ?? 'UNKNOWN_CODE'}`)]
  if (scan.direction === 'EXIT') return [say('exit')]
  const ends = scan.reason ? entryChecks.indexOf(endOf(scan)) : entryChecks.length
  const told = (check: (typeof entryChecks)[number]) => stepsAt(language, scan.steps, check)
  const passed = entryChecks.slice(0, ends).flatMap((check) => told(check) ?? [say(`passed.${check}`)])
  const end = entryChecks[ends]
  const refused = end ? (told(end) ?? []) : []
  return [...passed, ...refused, scan.reason ? deniedText(language, scan.reason, scan.steps) : say('admitted')]
}

/** At which check a denial ended: a rule is the reason too where nobody was seen coming in, and an entry is spent by a rule that counts too. */
function endOf({ reason, steps }: Settled): (typeof entryChecks)[number] {
  const isSaid = (word: TraceStep['said']) => steps.some(({ said }) => said === word)
  if (reason === 'RULE' && isSaid('NOT_COME_IN')) return 'WHEREABOUTS'
  if (reason === 'ALREADY_USED' && isSaid('NONE_OPEN')) return 'RULES'
  return (reason && checkOf[reason]) || 'STATUS'
}

/** What was said at a check, in words; null for one that says nothing by itself. */
function stepsAt(language: Language, steps: readonly TraceStep[], check: (typeof entryChecks)[number]): string[] | null {
  const here = steps.filter((step) => (isOfCrossing(step) ? checkOfStep[step.said] : 'RULES') === check)
  if (here.length === 0) {
    if (check === 'RULES') return [translate(language, 'scan.trace.rules.NONE')]
    return check === 'WHEREABOUTS' || check === 'ROOM' ? [] : null
  }
  return here.map(({ said, name = '' }) => translate(language, `scan.trace.rules.${isSite(said, name) ? `${said}_SITE` : said}`, { name }))
}

/** Room is said of the site where no zone is named. */
const isSite = (said: TraceStep['said'], name: string): boolean => (said === 'HAS_ROOM' || said === 'FULL') && name === ''

/** What has to be seen to before an entry that nothing else stands in the way of. */
export const explainMissing = (language: Language, missing: readonly ScanRequirement[]): string[] =>
  missing.map((requirement) => translate(language, `scan.trace.missing.${requirement}`))
