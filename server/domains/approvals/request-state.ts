import type { ApprovalRequest } from '../../generated/prisma/client'
import { readSteps, type StoredApprover, type StoredStep } from './chain-steps'
import { countStep, seatsSpokenFor } from './step-outcome'
import type { RequestFacts } from './use-cases/describe-requests'

/** Where a step of a request stands. */
export type StepState = 'DONE' | 'SKIPPED' | 'NOW' | 'AHEAD' | 'REFUSED'

/** A step of a request as people see it. */
export interface StepView {
  position: number
  state: StepState
  step: StoredStep
  agreed: number
  needed: number
  /** Who is asked: the people themselves once they are known, before that whom the chain names. */
  askedIds: string[]
  named: StoredApprover[]
}

function stateOf({ status, step: current }: ApprovalRequest, position: number, verdicts: string[]): StepState {
  if (verdicts.includes('SKIPPED')) return 'SKIPPED'
  if (verdicts.includes('REFUSED')) return 'REFUSED'
  if (position < current || status === 'APPROVED') return 'DONE'
  return position === current && status === 'PENDING' ? 'NOW' : 'AHEAD'
}

/** The steps of a request, each with where it stands. */
export function viewSteps(request: ApprovalRequest, { asks, decisions }: RequestFacts): StepView[] {
  return readSteps(request.steps).map((step, position) => {
    const here = <T extends { round: number; step: number }>(row: T) => row.round === request.round && row.step === position
    const asked = asks.filter(here)
    const decided = decisions.filter(here)
    const state = stateOf(
      request,
      position,
      decided.map(({ verdict }) => verdict),
    )
    const called = asked.filter(({ isCalled }) => isCalled).map(({ userId }) => userId)
    return { position, state, step, ...countStep(step, asked, decided), askedIds: [...new Set(called)], named: step.approvers }
  })
}

/** As what a person is asked now; null for whoever is not. */
export function standingOf(request: ApprovalRequest, { asks }: RequestFacts, userId: string | null) {
  if (request.status !== 'PENDING' || userId === null) return null
  const open = asks.filter((ask) => ask.userId === userId && ask.closedAt === null && ask.round === request.round)
  return seatsSpokenFor(open)[0] ?? null
}
