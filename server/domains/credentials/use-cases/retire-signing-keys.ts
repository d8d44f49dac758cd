import { prisma } from '../../../infra/db'
import { signingAt } from './signing-keys'

/**
 * Lets every key sign no more after which another has begun to, and destroys its private half: what it has signed stays good, and nobody can
 * sign anything else by it. Safe to run at once in several processes.
 * @returns how many
 */
export async function retireSigningKeys(now = new Date()): Promise<number> {
  const begun = await prisma.signingKey.groupBy({
    by: ['organizationId'],
    where: { retiredAt: null, OR: [{ signsFrom: null }, { signsFrom: { lte: now } }] },
    having: { keyId: { _count: { gt: 1 } } },
  })
  let retired = 0
  for (const { organizationId } of begun) {
    const current = await prisma.signingKey.findFirst(signingAt(organizationId, now))
    if (!current) continue
    const earlier = { OR: [{ signsFrom: null }, { signsFrom: { lte: now } }] }
    const { count } = await prisma.signingKey.updateMany({
      where: { organizationId, retiredAt: null, keyId: { not: current.keyId }, ...earlier },
      data: { retiredAt: now, sealedPrivateKey: null },
    })
    retired += count
  }
  return retired
}
