import type { Ctx } from '../../../../core/ctx'
import { prisma } from '../../../../infra/db'
import { providerThrottle } from '../../../../infra/throttle'
import { ProviderError } from '../../single-sign-on/assertion'
import { secretsOf } from '../../single-sign-on/attempt-secrets'
import { addressAt } from '../../single-sign-on/provider-client'
import { beginAttempt, type BegunAttempt } from './provider-attempts'

/** Where a browser goes on, and what its cookie gets. */
export type StartedSignIn = BegunAttempt & { url: string }

/**
 * Begins a sign-in by the provider of an organization.
 * @param wanted the organization's code, and where the person wanted to go
 * @returns where the browser goes on; or why not: no such provider, too many from this address, or the provider does not answer
 */
export async function startProviderSignIn(
  ctx: Ctx,
  wanted: { organization: string; next: string | null },
): Promise<StartedSignIn | 'unknown' | 'too-many' | 'unavailable'> {
  if ((await providerThrottle.take(ctx.request.ip)) > 0) return 'too-many'
  const organization = await prisma.organization.findUnique({ where: { code: wanted.organization }, select: { id: true } })
  const provider = organization && (await prisma.identityProvider.findUnique({ where: { organizationId: organization.id } }))
  if (!provider?.isEnabled) return 'unknown'
  const begun = await beginAttempt(ctx, provider, 'SIGN_IN', wanted.next)
  try {
    return { ...begun, url: await addressAt(provider, secretsOf(begun.token)) }
  } catch (error) {
    if (error instanceof ProviderError) return 'unavailable'
    throw error
  }
}
