import { prisma } from '../../../infra/db'

/** Forgets sessions that ended more than a day ago. @returns how many */
export async function purgeSessions(now = new Date()): Promise<number> {
  const { count } = await prisma.session.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - 86_400_000) } } })
  return count
}
