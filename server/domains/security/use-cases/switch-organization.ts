import type { z } from 'zod'
import { switchOrganizationSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { inOrganization, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { openSessions, sessionOwner } from './list-sessions'
import { listWorkplaces, type Workplace } from './list-workplaces'
import { owesSecondFactor } from './open-session'

/** Moves the session, if it still is where the caller saw it. The log of each organization holds its own side and names no other. */
async function move(ctx: Ctx, session: { id: string; sessionId: string }, to: string): Promise<boolean> {
  const { sessionId: id, id: userId } = session
  const isEnrolling = await owesSecondFactor(userId)
  return prisma.$transaction(async (tx) => {
    const where = { id, userId, organizationId: ctx.organizationId, isEnrolling: false, ...openSessions(ctx.now()) }
    const { count } = await tx.session.updateMany({ where, data: { organizationId: to, isEnrolling } })
    if (count === 0) return false
    if (ctx.organizationId !== null) await audit(ctx, tx, 'session.leave', { type: 'Session', id })
    await audit(inOrganization(ctx, to), tx, 'session.enter', { type: 'Session', id })
    return true
  })
}

/**
 * Makes another of the caller's organizations the one that this session acts in: for all its tabs, within a second.
 * Its WebSockets are closed and may come back with the rights that the person has there. Where a second factor is asked for
 * that they do not have, the session is good for nothing but enrolling first, as if they signed in.
 * @returns the organization, or NOT_FOUND for one in which the caller holds no role, does not exist, or has been left meanwhile
 */
export async function switchOrganization(ctx: Ctx, input: z.input<typeof switchOrganizationSchema>): Promise<Workplace | Failure> {
  const owner = sessionOwner(ctx)
  const { data, failed } = validate(ctx, switchOrganizationSchema, input)
  if (failed) return failed
  const workplace = (await listWorkplaces(owner)).find(({ organizationId }) => organizationId === data.organizationId)
  if (!workplace) return notFound(ctx, 'organizationId')
  if (workplace.organizationId === ctx.organizationId) return workplace
  if (!(await move(ctx, owner, workplace.organizationId))) return notFound(ctx, 'organizationId')
  announceEnding([owner.sessionId])
  return workplace
}
