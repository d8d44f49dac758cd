import { prisma } from '../../../infra/db'

/** How long it is known of what a host was told, in milliseconds: far longer than a job is tried again. */
const keptFor = 30 * 86_400_000

/** Forgets of what hosts were told a month ago. @returns how many messages */
export async function purgeHostNotices(now = new Date()): Promise<number> {
  const { count } = await prisma.hostNotice.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - keptFor) } } })
  return count
}
