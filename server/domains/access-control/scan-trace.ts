import type { RuleStep } from '#shared/access-rules'
import type { CheckinRow } from '../../core/rows'
import { translate, type Language } from '../../infra/i18n'
import { entryChecks } from './entry-decision'
import type { ScanRequirement } from './scan-requirement'

type Settled = Pick<CheckinRow, 'direction' | 'result' | 'reason' | 'forced' | 'visitPassId'> & { steps: readonly RuleStep[] }

/** The check at which a denial ends; those before it were passed. */
const checkOf: Partial<Record<NonNullable<CheckinRow['reason']>, (typeof entryChecks)[number]>> = {
  STALE_CODE: 'CODE',
  EXPIRED: 'EXPIRY',
  WRONG_GATE: 'SITE',
  NOT_YET_VALID: 'START',
  RULE: 'RULES',
  OUTSIDE_WINDOW: 'RULES',
  ALREADY_USED: 'ENTRIES',
}

/** What a check-in was decided by, step by step, in the language of the reader. */
export function explainScan(language: Language, scan: Settled): string[] {
  const say = (key: string, values: Record<string, string> = {}) => translate(language, `scan.trace.${key}`, values)
  if (scan.forced) return [say('forced')]
  if (scan.visitPassId === null) return [translate(language, 'scan.denied.UNKNOWN_CODE')]
  if (scan.direction === 'EXIT') return [say('exit')]
  const ends = scan.reason ? entryChecks.indexOf(checkOf[scan.reason] ?? 'STATUS') : entryChecks.length
  const passed = entryChecks
    .slice(0, ends)
    .flatMap((check) => (check === 'RULES' ? stepsIn(language, scan.steps) : [say(`passed.${check}`)]))
  const refused = scan.reason === 'RULE' || scan.reason === 'OUTSIDE_WINDOW' ? stepsIn(language, scan.steps) : []
  return [...passed, ...refused, scan.reason ? translate(language, `scan.denied.${scan.reason}`) : say('admitted')]
}

const stepsIn = (language: Language, steps: readonly RuleStep[]): string[] =>
  steps.length === 0
    ? [translate(language, 'scan.trace.rules.NONE')]
    : steps.map(({ said, name = '' }) => translate(language, `scan.trace.rules.${said}`, { name }))

/** What has to be seen to before an entry that nothing else stands in the way of. */
export const explainMissing = (language: Language, missing: readonly ScanRequirement[]): string[] =>
  missing.map((requirement) => translate(language, `scan.trace.missing.${requirement}`))
