import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import { anonymous, createCtx, organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound } from '../../../../core/failures'
import type { IdentityProvider } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import { ProviderError, type Assertion } from '../../single-sign-on/assertion'
import { secretsOf } from '../../single-sign-on/attempt-secrets'
import { addressAt, askProvider } from '../../single-sign-on/provider-client'
import { hasPassed, type TestStep } from '../../single-sign-on/test-report'
import { needsConfirmation } from '../confirm-identity'
import { beginAttempt, type BegunAttempt } from './provider-attempts'
import { addressProblem, recognisePerson } from './recognise-person'

/** A test that has begun: what is known so far, and where the browser goes to finish it. */
export interface StartedTest {
  steps: TestStep[]
  attempt: (BegunAttempt & { url: string }) | null
}

const went = (step: TestStep['step'], problem: TestStep['problem'] = null, detail: string | null = null): TestStep => ({
  step,
  problem,
  detail,
})

/** Keeps what a test found, unless the provider was changed in between. */
async function keepReport(ctx: Ctx, { organizationId, updatedAt }: IdentityProvider, steps: TestStep[]): Promise<void> {
  const about = { language: ctx.language, traceId: ctx.traceId, request: ctx.request, now: ctx.now }
  const here = ctx.organizationId === organizationId ? ctx : createCtx({ ...anonymous, organizationId }, about)
  await here.transaction(async (tx) => {
    const data = { testedAt: ctx.now(), testReport: steps.map((step) => ({ ...step })) }
    const { count } = await tx.identityProvider.updateMany({ where: { updatedAt }, data })
    if (count === 0) return
    const failed = steps.find(({ problem }) => problem !== null)
    const found = { passed: hasPassed(steps), ...(failed && { step: failed.step, problem: failed.problem }) }
    await audit(here, tx, 'identity_provider.test', { type: 'Organization', id: organizationId }, found)
  })
}

/**
 * Begins a test of the organization's provider: asks it now what it is, then sends the browser through a sign-in that signs nobody in.
 * @returns what was found, or NOT_FOUND where no provider is set up, CONFIRMATION_REQUIRED
 */
export async function testIdentityProvider(ctx: Ctx): Promise<StartedTest | Failure> {
  authorize(ctx, 'organization:manage')
  const provider = await prisma.identityProvider.findUnique({ where: { organizationId: organizationOf(ctx) } })
  if (!provider) return notFound(ctx)
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  try {
    await askProvider(provider)
    const begun = await beginAttempt(ctx, provider, 'TEST', null)
    return { steps: [went('DISCOVERY')], attempt: { ...begun, url: await addressAt(provider, secretsOf(begun.token)) } }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const steps = [went('DISCOVERY', error.problem, error.detail)]
    await keepReport(ctx, provider, steps)
    return { steps, attempt: null }
  }
}

async function judge(provider: IdentityProvider, assertion: Assertion): Promise<TestStep[]> {
  const person = await recognisePerson(provider, assertion)
  return [
    went('ADDRESS', await addressProblem(provider.organizationId, assertion)),
    person.kind === 'REFUSED' ? went('PERSON', person.problem) : went('PERSON', null, person.kind),
    ...(provider.secondFactor === 'ASSERTED' ? [went('SECOND_FACTOR', assertion.hasSecondFactor ? null : 'NOT_ASSERTED')] : []),
  ]
}

/** Finishes a test with what the provider answered. Nobody is signed in, linked or made. */
export async function reportTest(ctx: Ctx, provider: IdentityProvider, proof: Assertion | ProviderError): Promise<void> {
  const answer =
    proof instanceof ProviderError ? [went('SIGN_IN', proof.problem, proof.detail)] : [went('SIGN_IN'), ...(await judge(provider, proof))]
  await keepReport(ctx, provider, [went('DISCOVERY'), ...answer])
}
