import type { DenialReason } from '../../generated/prisma/enums'
import type { CheckinRow, VisitPassRow } from '../../core/rows'
import { translate, type Language } from '../../infra/i18n'
import { crossingNotices, type TraceStep } from '#shared/entry-decision'
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
    return { kind: 'ScanDenied', reason, message: translate(language, `scan.denied.${reason}`), checkin, visitPass }
  }
  return {
    kind: 'ScanAdmitted',
    checkin,
    visitPass,
    notices: noticesOf(checkin).map((notice) => translate(language, `scan.notices.${notice}`)),
  }
}

/** What a steward should hear of a check-in that was admitted all the same. */
export function noticesOf({ result, ruleSteps }: Pick<CheckinRow, 'result' | 'ruleSteps'>): (typeof crossingNotices)[number][] {
  const steps = result === 'ADMITTED' ? ((ruleSteps ?? []) as unknown as TraceStep[]) : []
  return crossingNotices.filter((notice) => steps.some(({ said }) => said === notice))
}
