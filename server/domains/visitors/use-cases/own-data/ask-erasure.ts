import { audit } from '../../../../core/audit'
import { organizationOf, systemCtx, type Ctx } from '../../../../core/ctx'
import { oneByOne } from '../../../../core/one-by-one'
import type { Erasure } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import { eraseOnce } from '../erase-visitor'

/** How long after their last visit somebody is erased who was never seen leaving, in milliseconds. */
const forgottenExit = 24 * 3_600_000

/** Wishes looked at in one go: what is left waits for the next. */
const most = 1_000

const reason = 'Asked for by the guest on their page'

/** What became of a guest's wish: the receipt, or that it waits until they have left; null for somebody who was erased before. */
export type ErasureAnswer = { receipt: Erasure } | 'waits' | null

/**
 * Erases a guest at their own word, at once: their passes are withdrawn. Somebody who is inside is erased once they have left: until
 * then those who answer for the building must know who is in it. Whether they are who they say is asked before.
 */
export async function askErasure(ctx: Ctx, visitorId: string): Promise<ErasureAnswer> {
  const organizationId = organizationOf(ctx)
  const waits = await ctx.transaction(async (tx) => {
    const inside = await tx.visitPass.count({ where: { visitorId, presence: 'INSIDE' } })
    if (inside === 0) return false
    const { count } = await tx.erasureWish.createMany({ data: [{ visitorId, organizationId, askedAt: ctx.now() }], skipDuplicates: true })
    if (count === 1) await audit(ctx, tx, 'visitor.ask_erasure', { type: 'Visitor', id: visitorId })
    return true
  })
  if (waits) return 'waits'
  const receipt = await eraseOnce(ctx, visitorId, { reason })
  return receipt && { receipt }
}

/** Erases whoever asked for it and has left, or whose last visit is long over. @returns how many */
export async function eraseWhoAsked(now = new Date()): Promise<number> {
  const over = new Date(now.getTime() - forgottenExit)
  const wishes = await prisma.erasureWish.findMany({
    where: { visitor: { visitPasses: { none: { presence: 'INSIDE', validTo: { gt: over } } } } },
    select: { visitorId: true, organizationId: true },
    take: most,
  })
  const visitors = wishes.map(({ visitorId: id, organizationId }) => ({ id, organizationId }))
  return oneByOne(visitors, async ({ id, organizationId }) => (await eraseOnce(systemCtx(organizationId), id, { reason })) !== null)
}
