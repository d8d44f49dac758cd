import { shortestPassword } from '#shared/schemas/security'
import { prisma } from '../../../infra/db'
import { isBreached } from '../../../infra/breached-passwords'

/** The shortest password that a person may set: the longest that one of their organizations asks for. */
export async function passwordMinimumOf(userId: string): Promise<number> {
  const places = await prisma.membership.findMany({ where: { userId }, select: { organizationId: true } })
  const policies = await prisma.securityPolicy.findMany({
    where: { organizationId: { in: places.map(({ organizationId }) => organizationId) } },
    select: { passwordMinimum: true },
  })
  return Math.max(shortestPassword, ...policies.map(({ passwordMinimum }) => passwordMinimum))
}

/** Why a person may not set a password, by its text; null when they may. */
export async function passwordObjection(
  userId: string,
  password: string,
): Promise<{ key: string; values?: Record<string, number> } | null> {
  const minimum = await passwordMinimumOf(userId)
  if (password.length < minimum) return { key: 'passwordTooShort', values: { minimum } }
  return (await isBreached(password)) ? { key: 'passwordBreached' } : null
}
