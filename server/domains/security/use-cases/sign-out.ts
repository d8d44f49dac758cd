import type { Ctx } from '../../../core/ctx'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'

/** Ends the caller's session everywhere. @returns whether there was one to end */
export async function signOut(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.type !== 'user') return false
  const { count } = await prisma.session.updateMany({ where: { id: ctx.actor.sessionId, revokedAt: null }, data: { revokedAt: ctx.now() } })
  announceEnding([ctx.actor.sessionId])
  return count === 1
}
