import type { Ctx } from '../../../core/ctx'
import { isFailure } from '../../../core/errors'
import type { ControllerEvent } from '../../../generated/prisma/client'
import { scanPass } from '../../access-control/use-cases/scan-pass'

/** For how long somebody waits at a turnstile for an answer, in milliseconds: what is asked later nobody hears any more. */
export const answerWithin = 30_000

/** Why an arm stays shut, in one word. */
export const reasonOf = ({ outcome, reason }: Pick<ControllerEvent, 'outcome' | 'reason'>): string =>
  outcome === 'UNKNOWN_READER' || outcome === 'AFTER_REVOCATION'
    ? outcome
    : (reason ?? (outcome === 'WAITING' ? 'TOO_LATE' : 'SEE_RECEPTION'))

/** Whether somebody still waits for the answer: it was asked just now, and nothing was told yet of how it ended. A revoked controller is not answered. */
async function isAwaited(ctx: Ctx, { accessControllerId, nonce, happenedAt }: ControllerEvent): Promise<boolean> {
  if (ctx.actor.type === 'device' && ctx.actor.isLocked) return false
  if (ctx.now().getTime() - happenedAt.getTime() > answerWithin) return false
  return (await ctx.db.controllerEvent.count({ where: { accessControllerId, nonce, kind: { not: 'PRESENTED' } } })) === 0
}

/**
 * Decides about somebody who stands at a turnstile, as at any other gate, and keeps what was decided. A question that nobody waits for any more
 * is not decided: what came of the passage is told by the controller.
 */
export async function answerQuestion(ctx: Ctx, asked: ControllerEvent, code: string): Promise<ControllerEvent> {
  const { gateId, direction, nonce } = asked
  if (!gateId || !direction || !(await isAwaited(ctx, asked))) return asked
  const outcome = await scanPass(ctx, { code: code || '-', gateId, direction, nonce })
  const isOpen = !isFailure(outcome) && outcome.kind === 'ScanAdmitted'
  const reason = !isFailure(outcome) && outcome.kind === 'ScanDenied' ? outcome.reason : null
  const decided = { outcome: isOpen ? ('OPENED' as const) : ('KEPT_SHUT' as const), reason }
  await ctx.db.controllerEvent.updateMany({ where: { id: asked.id, outcome: 'WAITING' }, data: decided })
  return { ...asked, ...decided }
}
