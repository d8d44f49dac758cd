import type { z } from 'zod'
import { endMemberSessionsSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { announceEnding } from '../../../infra/live'
import { mayManage } from '../policy'
import { findMember, type MemberRow } from './list-members'
import { openSessions, type SessionRow } from './list-sessions'

/** How many sessions of one person are listed; older ones end with the rest. */
const most = 100

/**
 * Where a person of the organization is signed in to act here, newest first. Their sessions in other organizations are not told.
 * @returns none for an id that nobody here has, and for whoever has more rights than the caller
 * @throws Refusal without the right to manage people
 */
export async function listMemberSessions(ctx: Ctx, memberId: string): Promise<SessionRow[]> {
  authorize(ctx, 'user:manage')
  const member = isId(memberId) ? await findMember(ctx.db, memberId) : null
  if (!member || !mayManage(ctx, member)) return []
  return ctx.db.session.findMany({
    where: { userId: member.userId, ...openSessions(ctx.now()) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    omit: { tokenHash: true },
    take: most,
  })
}

/**
 * Signs a person out of the organization: one session of theirs here or all, but never the one that asks. They may sign in again at once.
 * Doing it again ends nothing and is no error.
 * @returns the person, or NOT_FOUND, VALIDATION_FAILED for whoever has more rights
 */
export async function endMemberSessions(ctx: Ctx, input: z.input<typeof endMemberSessionsSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, endMemberSessionsSchema, input)
  if (failed) return failed
  const { memberId, sessionId = null } = data
  if (!isId(memberId)) return notFound(ctx, 'memberId')
  if (sessionId !== null && !isId(sessionId)) return notFound(ctx, 'sessionId')
  const own = ctx.actor.type === 'user' ? ctx.actor.sessionId : ''
  const ended: string[] = []
  const answer = await ctx.transaction(async (tx) => {
    const member = await findMember(tx, memberId)
    if (!member) return notFound(ctx, 'memberId')
    if (!mayManage(ctx, member)) return invalid(ctx, [{ path: ['memberId'], key: 'rightsBeyondYours' }])
    const which = { userId: member.userId, id: sessionId === null ? { not: own } : { equals: sessionId, not: own } }
    for (const { id } of await tx.session.findMany({ where: { ...which, ...openSessions(ctx.now()) }, select: { id: true } })) {
      const { count } = await tx.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: ctx.now() } })
      if (count === 1) ended.push(id)
    }
    if (ended.length > 0) await audit(ctx, tx, 'user.end_sessions', { type: 'User', id: member.userId }, { sessions: ended.length })
    return member
  })
  if (!isFailure(answer)) announceEnding(ended)
  return answer
}
