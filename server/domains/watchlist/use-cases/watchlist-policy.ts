import type { z } from 'zod'
import { watchlistPolicySchema } from '#shared/schemas/watchlist'
import { audit } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import type { WatchlistPolicy } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { WatchlistChanged } from '../events'
import { officerOf } from '../policy'

/** How an organization keeps its list. */
export type Watchfulness = Pick<WatchlistPolicy, 'threshold' | 'waitingText'>

const usual: Watchfulness = { threshold: 80, waitingText: null }
const select = { threshold: true, waitingText: true } as const

type Tables = Pick<TenantTransaction, 'watchlistPolicy'>

/** How the organization keeps its list. Who may know it is asked before. */
export const findWatchfulness = async (db: Tables): Promise<Watchfulness> => (await db.watchlistPolicy.findFirst({ select })) ?? usual

/** The same for whoever keeps the list. @throws Refusal */
export async function findWatchlistPolicy(ctx: Ctx): Promise<Watchfulness> {
  officerOf(ctx)
  return findWatchfulness(ctx.db)
}

/**
 * Takes the list alone for the rest of a transaction that changes what is said or decided of somebody: who books a visit meanwhile is
 * looked at with the changed list, or found by the look at those who are expected. Taken where {@link shareWatchlist} is.
 * @returns whether the organization has one
 */
export async function holdWatchlist(tx: Tables, organizationId: string): Promise<boolean> {
  const { count } = await tx.watchlistPolicy.updateMany({ where: { organizationId }, data: { organizationId } })
  return count > 0
}

/** Takes the list and says that it has changed. Sites that entries name have to be taken before. */
export async function changingWatchlist(ctx: Ctx, tx: TenantTransaction): Promise<void> {
  const organizationId = organizationOf(ctx)
  const grow = () => tx.watchlistPolicy.updateMany({ where: { organizationId }, data: { revision: { increment: 1 } } })
  // Not inserted where it stands: whoever finds the row so would keep a lock that others wait for.
  if ((await grow()).count === 0) {
    await tx.watchlistPolicy.createMany({ data: [{ organizationId }], skipDuplicates: true })
    await grow()
  }
  const { revision } = await tx.watchlistPolicy.findFirstOrThrow({ where: { organizationId }, select: { revision: true } })
  await emit(tx, organizationId, WatchlistChanged, { organizationId, revision }, ctx.now())
}

/**
 * Sets from which score on visitors are looked at, and what they are told meanwhile.
 * @returns the policy, or VALIDATION_FAILED
 */
export async function setWatchlistPolicy(ctx: Ctx, input: z.input<typeof watchlistPolicySchema>): Promise<Watchfulness | Failure> {
  officerOf(ctx)
  const { data, failed } = validate(ctx, watchlistPolicySchema, input)
  if (failed) return failed
  const organizationId = organizationOf(ctx)
  return ctx.transaction(async (tx) => {
    await changingWatchlist(ctx, tx)
    const before = await findWatchfulness(tx)
    const after = { threshold: data.threshold, waitingText: data.waitingText ?? null }
    await tx.watchlistPolicy.updateMany({ where: { organizationId }, data: after })
    await audit(ctx, tx, 'watchlist.set_policy', { type: 'Organization', id: organizationId }, { before, after })
    return after
  })
}
