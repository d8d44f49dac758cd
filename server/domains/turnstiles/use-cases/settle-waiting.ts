import { oneByOne } from '../../../core/one-by-one'
import { prisma } from '../../../infra/db'
import { asController } from '../controller-scanner'
import { settlePassage } from './settle-passage'

/** For how long an event waits for what belongs to it, in milliseconds: a controller tells what it kept when it is connected again. */
const patience = 3_600_000

/** Passages that one run settles at most. */
const batch = 500

/**
 * Settles what waits in vain for an hour. An arm that turned though no code was ever told let in somebody unknown: that is a conflict, and not lost. A
 * question of which nothing more was told is kept as a denial. Run by two at once, it is recorded once.
 * @returns how many were settled
 */
export async function settleWaiting(now = new Date(), only?: { organizationId: string }): Promise<number> {
  const waiting = await prisma.controllerEvent.findMany({
    where: { ...only, outcome: 'WAITING', receivedAt: { lt: new Date(now.getTime() - patience) } },
    include: { accessController: { include: { readers: true } } },
    orderBy: { receivedAt: 'asc' },
    take: batch,
  })
  return oneByOne(waiting, ({ nonce, accessController }) =>
    settlePassage(
      asController(accessController, () => now),
      accessController,
      nonce,
      true,
    ),
  )
}
