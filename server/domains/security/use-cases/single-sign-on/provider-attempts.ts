import type { Ctx } from '../../../../core/ctx'
import type { IdentityProvider, ProviderAttempt, ProviderAttemptPurpose } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import { hashToken, newToken } from '../../token'

/** How long a person may take at the provider, in milliseconds. */
const life = 10 * 60_000

/** A sign-in by a provider that has begun. The token goes into a cookie of the browser: the answer counts nowhere else. */
export interface BegunAttempt {
  token: string
  expiresAt: Date
}

/** An attempt whose answer has come, and the provider as it is now. */
export interface AnsweredAttempt {
  attempt: ProviderAttempt
  provider: IdentityProvider
}

const isToken = (token: string | undefined): token is string => !!token && token.length <= 100

/** Notes that a sign-in by the provider has begun. */
export async function beginAttempt(
  ctx: Ctx,
  provider: IdentityProvider,
  purpose: ProviderAttemptPurpose,
  next: string | null,
): Promise<BegunAttempt> {
  const [token, { organizationId, updatedAt }] = [newToken('gcv_'), provider]
  const expiresAt = new Date(ctx.now().getTime() + life)
  const what = { organizationId, purpose, providerUpdatedAt: updatedAt, next: next?.slice(0, 500) ?? null, expiresAt }
  await prisma.providerAttempt.create({ data: { tokenHash: hashToken(token), ...what } })
  return { token, expiresAt }
}

/**
 * Takes the answer to an attempt, once.
 * @returns it, or null for a browser that began none with this organization, one that was answered, is too old, or whose provider was changed
 */
export async function takeAnswer(ctx: Ctx, organizationId: string, token: string | undefined): Promise<AnsweredAttempt | null> {
  if (!isToken(token)) return null
  const where = { tokenHash: hashToken(token), organizationId, answeredAt: null, expiresAt: { gt: ctx.now() } }
  const { count } = await prisma.providerAttempt.updateMany({ where, data: { answeredAt: ctx.now() } })
  if (count === 0) return null
  const [attempt, provider] = await Promise.all([
    prisma.providerAttempt.findUnique({ where: { tokenHash: where.tokenHash } }),
    prisma.identityProvider.findUnique({ where: { organizationId } }),
  ])
  const isCurrent = attempt && provider && attempt.providerUpdatedAt.getTime() === provider.updatedAt.getTime()
  return isCurrent && (provider.isEnabled || attempt.purpose === 'TEST') ? { attempt, provider } : null
}

/** Keeps who was proved by the provider, until the same browser has brought the second factor. */
export async function keepProven({ tokenHash }: ProviderAttempt, userId: string): Promise<void> {
  await prisma.providerAttempt.updateMany({ where: { tokenHash, provenUserId: null }, data: { provenUserId: userId } })
}

/** A person whom the provider has proved and who still owes the second factor. */
export type ProvenAttempt = ProviderAttempt & { provenUserId: string }

/** Who was proved in this browser and still owes the second factor; null for anybody else. */
export async function findProven(ctx: Ctx, token: string | undefined): Promise<ProvenAttempt | null> {
  if (!isToken(token)) return null
  const attempt = await prisma.providerAttempt.findFirst({ where: { tokenHash: hashToken(token), expiresAt: { gt: ctx.now() } } })
  return attempt?.provenUserId ? { ...attempt, provenUserId: attempt.provenUserId } : null
}

/** Ends an attempt. @returns whether this call did */
export async function endAttempt({ tokenHash }: ProviderAttempt): Promise<boolean> {
  const { count } = await prisma.providerAttempt.deleteMany({ where: { tokenHash } })
  return count === 1
}

/** Forgets attempts that nobody finished in time. @returns how many */
export async function purgeProviderAttempts(now = new Date()): Promise<number> {
  const { count } = await prisma.providerAttempt.deleteMany({ where: { expiresAt: { lt: now } } })
  return count
}
