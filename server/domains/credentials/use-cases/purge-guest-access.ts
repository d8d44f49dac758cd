import { prisma } from '../../../infra/db'

/** Forgets guest sessions that ended, and challenges a day after they did. @returns how many */
export async function purgeGuestAccess(now = new Date()): Promise<number> {
  const sessions = await prisma.guestSession.deleteMany({ where: { expiresAt: { lt: now } } })
  const challenges = await prisma.guestChallenge.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - 86_400_000) } } })
  return sessions.count + challenges.count
}
