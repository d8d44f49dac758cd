import { prisma } from '../../../infra/db'

/** Forgets first answers after the 24 hours for which they are promised. @returns how many */
export async function purgeIdempotencyKeys(now = new Date()): Promise<number> {
  const { count } = await prisma.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - 86_400_000) } } })
  return count
}
