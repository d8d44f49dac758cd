import type { ApprovalAsk, ApprovalDecision } from '../../generated/prisma/client'
import type { StoredStep } from './chain-steps'
import { neededOf } from './seating'

/** Somebody who was asked at a step. */
export type SeatedAsk = Pick<ApprovalAsk, 'seat' | 'standing' | 'isDecisive'>

/** What was decided at a step. */
export type StepDecision = Pick<ApprovalDecision, 'seat' | 'verdict'>

/** Whether a seat is one of those whose words are counted: whoever is handed the step beside them is none, and an approver stays one whatever else they are asked. */
const isCounted = ({ standing, isDecisive }: SeatedAsk): boolean => !isDecisive || standing === 'APPROVER' || standing === 'DEPUTY'

/** How many seats of a step have agreed, and how many have to. */
export function countStep(
  step: Pick<StoredStep, 'needed'>,
  asks: readonly SeatedAsk[],
  decisions: readonly StepDecision[],
): { agreed: number; needed: number } {
  const seats = new Set(asks.filter(isCounted).map(({ seat }) => seat))
  const agreed = new Set(
    decisions.flatMap(({ seat, verdict }) => (verdict === 'APPROVED' && seat !== null && seats.has(seat) ? [seat] : [])),
  )
  return { agreed: agreed.size, needed: Math.max(neededOf(step, seats.size), 1) }
}

/** The seats for which somebody speaks at once: their own, else every one in which they stand in. */
export function seatsSpokenFor<A extends Pick<ApprovalAsk, 'seat' | 'standing'>>(asks: readonly A[]): A[] {
  const own = asks.filter(({ standing }) => standing === 'APPROVER')
  return own.length > 0 ? own : [...asks]
}
