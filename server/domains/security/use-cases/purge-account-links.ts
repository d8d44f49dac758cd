import { prisma } from '../../../infra/db'

/** Forgets one-time links that expired more than a month ago. @returns how many */
export async function purgeAccountLinks(now = new Date()): Promise<number> {
  const { count } = await prisma.accountLink.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - 30 * 86_400_000) } } })
  return count
}
