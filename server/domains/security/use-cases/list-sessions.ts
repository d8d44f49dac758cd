import { refusal } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Prisma, Session } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'

/** A session as its owner may see it. */
export type SessionRow = Omit<Session, 'tokenHash'>

/** The person who asks. @throws Refusal for keys, devices and nobody: they have no sessions */
export function sessionOwner(ctx: Ctx): { id: string; sessionId: string } {
  if (ctx.actor.type !== 'user') throw refusal(ctx)
  return ctx.actor
}

/** Sessions that still let in. */
export const openSessions = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now } }) satisfies Prisma.SessionWhereInput

/** The caller's own open sessions, in every organization: they are the person's, not an organization's. */
export function listSessions(
  ctx: Ctx,
  page: { where: Prisma.SessionWhereInput; orderBy: Prisma.SessionOrderByWithRelationInput[]; take?: number },
): Promise<SessionRow[]> {
  const { id } = sessionOwner(ctx)
  return prisma.session.findMany({
    ...page,
    where: { AND: [page.where, openSessions(ctx.now()), { userId: id }] },
    omit: { tokenHash: true },
  })
}
