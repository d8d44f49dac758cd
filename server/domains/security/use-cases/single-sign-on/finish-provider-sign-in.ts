import { audit } from '../../../../core/audit'
import { anonymous, createCtx, type Ctx } from '../../../../core/ctx'
import type { IdentityProvider } from '../../../../generated/prisma/client'
import { ProviderError, type Assertion, type ProviderProblem } from '../../single-sign-on/assertion'
import { secretsOf } from '../../single-sign-on/attempt-secrets'
import { prove, type ProviderAnswer } from '../../single-sign-on/provider-client'
import { openSession, type OpenedSession } from '../open-session'
import { hasSecondFactor } from '../take-one-time-code'
import { admitPerson } from './admit-person'
import { endAttempt, keepProven, takeAnswer, type AnsweredAttempt } from './provider-attempts'
import { reportTest } from './test-identity-provider'

/** Where a browser goes on that came back from a provider. */
export type FinishedSignIn =
  | { kind: 'opened'; session: OpenedSession; next: string | null }
  | { kind: 'code-owed'; next: string | null }
  | { kind: 'tested' }
  | { kind: 'refused'; why: 'expired' | 'unavailable' | 'refused' }

const refused = (why: 'expired' | 'unavailable' | 'refused'): FinishedSignIn => ({ kind: 'refused', why })

/** Whether what the provider says of a second factor spares the person ours. */
export const sparesSecondFactor = (provider: Pick<IdentityProvider, 'secondFactor'>, assertion: Assertion): boolean =>
  provider.secondFactor === 'ASSERTED' && assertion.hasSecondFactor

/** Leaves a trace for the administrators of the organization: the person is told no more than that it did not work. */
async function refuse(
  ctx: Ctx,
  { organizationId }: IdentityProvider,
  problem: ProviderProblem,
  detail: string | null,
): Promise<FinishedSignIn> {
  const here = createCtx(
    { ...anonymous, organizationId },
    { language: ctx.language, traceId: ctx.traceId, request: ctx.request, now: ctx.now },
  )
  await here.transaction((tx) =>
    audit(here, tx, 'session.refuse_provider', { type: 'Organization', id: organizationId }, { problem, ...(detail && { detail }) }),
  )
  return refused(problem === 'UNREACHABLE' || problem === 'NOT_A_PROVIDER' ? 'unavailable' : 'refused')
}

async function signInAs(ctx: Ctx, { attempt, provider }: AnsweredAttempt, assertion: Assertion): Promise<FinishedSignIn> {
  const admitted = await admitPerson(ctx, provider, assertion)
  if ('problem' in admitted) {
    await endAttempt(attempt)
    return refuse(ctx, provider, admitted.problem, null)
  }
  const { userId } = admitted
  const { organizationId } = provider
  const isSpared = sparesSecondFactor(provider, assertion)
  if (!isSpared && (await hasSecondFactor(userId))) {
    await keepProven(attempt, userId)
    return { kind: 'code-owed', next: attempt.next }
  }
  await endAttempt(attempt)
  const session = await openSession(ctx, userId, organizationId, 'PROVIDER', { organizationId, hasSecondFactor: isSpared })
  return { kind: 'opened', session, next: attempt.next }
}

/**
 * Takes a browser back from the provider of an organization: signs the person in, or finishes a test.
 * @param organizationId whose address the browser came to
 * @param token what the browser's cookie holds
 * @param answer what it brought back
 */
export async function finishProviderSignIn(
  ctx: Ctx,
  organizationId: string,
  token: string | undefined,
  answer: ProviderAnswer,
): Promise<FinishedSignIn> {
  const answered = await takeAnswer(ctx, organizationId, token)
  if (!answered || !token) return refused('expired')
  const { attempt, provider } = answered
  const proof = await prove(provider, answer, secretsOf(token)).catch((error: unknown) => {
    if (error instanceof ProviderError) return error
    throw error
  })
  if (attempt.purpose === 'TEST') {
    await endAttempt(attempt)
    await reportTest(ctx, provider, proof)
    return { kind: 'tested' }
  }
  if (!(proof instanceof ProviderError)) return signInAs(ctx, answered, proof)
  await endAttempt(attempt)
  return refuse(ctx, provider, proof.problem, proof.detail)
}
