import { prisma } from '../../../infra/db'

/** Forgets mails about changes to accounts after a month. @returns how many */
export async function purgeAccountNotices(now = new Date()): Promise<number> {
  const { count } = await prisma.accountNotice.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - 30 * 86_400_000) } } })
  return count
}
