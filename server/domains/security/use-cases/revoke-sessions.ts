import type { z } from 'zod'
import { revokeSessionSchema } from '#shared/schemas/security'
import { auditOwn } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { openSessions, sessionOwner } from './list-sessions'

/** A transaction that may reach sessions of every organization: they belong to a person. */
type SessionWriter = Pick<Prisma.TransactionClient, 'session' | 'auditLog'>

/**
 * Ends sessions in the transaction of whoever ends them. The caller announces the ids after the commit.
 * @returns ids of the sessions that this call ended
 */
async function endSessions(tx: SessionWriter, where: Prisma.SessionWhereInput, now: Date): Promise<string[]> {
  const found = await tx.session.findMany({ where: { AND: [where, openSessions(now)] }, select: { id: true } })
  const ended: string[] = []
  for (const { id } of found) {
    const { count } = await tx.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } })
    if (count === 1) ended.push(id)
  }
  return ended
}

async function end(ctx: Ctx, where: Prisma.SessionWhereInput): Promise<string[]> {
  const ended = await prisma.$transaction(async (tx) => {
    const ids = await endSessions(tx, where, ctx.now())
    for (const id of ids) await auditOwn(ctx, tx, 'session.revoke', { type: 'Session', id })
    return ids
  })
  announceEnding(ended)
  return ended
}

/**
 * Ends one of the caller's own sessions: out everywhere within a second, its WebSockets are closed.
 * @returns its id, or NOT_FOUND, also for a session of somebody else and for one that is over
 */
export async function revokeSession(ctx: Ctx, input: z.input<typeof revokeSessionSchema>): Promise<{ sessionId: string } | Failure> {
  const owner = sessionOwner(ctx)
  const { data, failed } = validate(ctx, revokeSessionSchema, input)
  if (failed) return failed
  if (!isId(data.sessionId)) return notFound(ctx, 'sessionId')
  const [sessionId] = await end(ctx, { id: data.sessionId, userId: owner.id })
  return sessionId ? { sessionId } : notFound(ctx, 'sessionId')
}

/** Ends every session of the caller but the one that asks. @returns how many */
export async function revokeOtherSessions(ctx: Ctx): Promise<number> {
  const owner = sessionOwner(ctx)
  const ended = await end(ctx, { userId: owner.id, id: { not: owner.sessionId } })
  return ended.length
}
