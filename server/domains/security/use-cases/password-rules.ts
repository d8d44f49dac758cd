import { shortestPassword } from '#shared/schemas/security'
import { prisma } from '../../../infra/db'
import { isBreached } from '../../../infra/breached-passwords'

/**
 * The shortest password that a person may set: the longest that one of their organizations asks for. Who has only invited them asks
 * for nothing.
 * @param joining the organization whose invitation is being accepted
 */
export async function passwordMinimumOf(userId: string, joining: string | null = null): Promise<number> {
  const places = await prisma.membership.findMany({ where: { userId, acceptedAt: { not: null } }, select: { organizationId: true } })
  const organizationIds = [...places.map(({ organizationId }) => organizationId), ...(joining ? [joining] : [])]
  const policies = await prisma.securityPolicy.findMany({
    where: { organizationId: { in: organizationIds } },
    select: { passwordMinimum: true },
  })
  return Math.max(shortestPassword, ...policies.map(({ passwordMinimum }) => passwordMinimum))
}

/** Why a person may not set a password, by its text; null when they may. */
export async function passwordObjection(
  userId: string,
  password: string,
  joining: string | null = null,
): Promise<{ key: string; values?: Record<string, number> } | null> {
  const minimum = await passwordMinimumOf(userId, joining)
  if (password.length < minimum) return { key: 'passwordTooShort', values: { minimum } }
  return (await isBreached(password)) ? { key: 'passwordBreached' } : null
}
