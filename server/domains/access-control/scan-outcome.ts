import type { DenialReason } from '../../generated/prisma/enums'
import type { CheckinRow, VisitPassRow } from '../../core/rows'
import { translate, type Language } from '../../infra/i18n'
import { crossingNotices, isNotOfNow, type TraceStep } from '#shared/entry-decision'
import type { ScanRequirement } from './scan-requirement'

/** The answer to a scan; `kind` is the name of the type in the result union. */
export type ScanOutcome =
  | { kind: 'ScanAdmitted'; checkin: CheckinRow; visitPass: VisitPassRow; notices: string[] }
  | { kind: 'ScanDenied'; reason: DenialReason; message: string; checkin: CheckinRow; visitPass: VisitPassRow | null }
  | { kind: 'ScanIncomplete'; missing: ScanRequirement[]; visitPass: VisitPassRow }

/** The answer that a recorded check-in stands for: the same for the first scan and for its repeats. */
export function outcomeOf(language: Language, checkin: CheckinRow, visitPass: VisitPassRow | null): ScanOutcome {
  if (checkin.result === 'DENIED' || visitPass === null) {
    const reason = checkin.reason ?? 'INTERNAL'
    return { kind: 'ScanDenied', reason, message: deniedText(language, reason, stepsOf(checkin)), checkin, visitPass }
  }
  return {
    kind: 'ScanAdmitted',
    checkin,
    visitPass,
    notices: noticesOf(checkin).map((notice) => translate(language, `scan.notices.${notice}`)),
  }
}

const stepsOf = ({ ruleSteps }: Pick<CheckinRow, 'ruleSteps'>): TraceStep[] => (ruleSteps ?? []) as unknown as TraceStep[]

/** Why somebody was denied, in words: of a code that did not change although it has to, what the guest shall show instead. */
export function deniedText(language: Language, reason: DenialReason, steps: readonly TraceStep[]): string {
  return translate(language, `scan.denied.${isNotOfNow(reason, steps) ? 'NOT_LIVE' : reason}`)
}

/** What a steward should hear of a check-in that was admitted all the same. */
export function noticesOf({ result, ruleSteps }: Pick<CheckinRow, 'result' | 'ruleSteps'>): (typeof crossingNotices)[number][] {
  const steps = result === 'ADMITTED' ? stepsOf({ ruleSteps }) : []
  return crossingNotices.filter((notice) => steps.some(({ said }) => said === notice))
}
