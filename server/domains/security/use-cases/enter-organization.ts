import type { z } from 'zod'
import { enterOrganizationSchema } from '#shared/schemas/security'
import { audit, auditForPlatform } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { inOrganization, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Organization } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { needsConfirmation } from './confirm-identity'
import { openSessions, sessionOwner } from './list-sessions'

/** An organization that was entered. */
export interface Entry {
  organization: Organization
  until: Date
}

type Asked = z.output<typeof enterOrganizationSchema>

/** Notes the entry in the session and in both logs; false for a session that is over, or is inside already. */
async function enter(ctx: Ctx, { organizationId, reason, minutes }: Asked, until: Date): Promise<boolean> {
  const { sessionId: id, id: userId } = sessionOwner(ctx)
  const outside = { OR: [{ enteredUntil: null }, { enteredUntil: { lte: ctx.now() } }] }
  const where = { id, userId, organizationId: null, isEnrolling: false, ...openSessions(ctx.now()), ...outside }
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.session.updateMany({ where, data: { enteredOrganizationId: organizationId, enteredUntil: until } })
    if (count === 0) return false
    const entity = { type: 'Organization', id: organizationId }
    const inside = inOrganization(ctx, organizationId)
    await audit(inside, tx, 'organization.enter', entity, { reason, minutes })
    await auditForPlatform(ctx, tx, 'organization.enter', entity, { reason, minutes })
    return true
  })
}

/**
 * Lets a platform administrator into one organization, for a while and for a reason that both logs keep. Until then they hold the
 * rights of an entry there and none of the platform's; afterwards the session is the platform's again by itself.
 * @returns the organization and until when, or CONFIRMATION_REQUIRED, NOT_FOUND, VALIDATION_FAILED
 */
export async function enterOrganization(ctx: Ctx, input: z.input<typeof enterOrganizationSchema>): Promise<Entry | Failure> {
  authorize(ctx, 'platform:manage')
  const { sessionId } = sessionOwner(ctx)
  const { data, failed } = validate(ctx, enterOrganizationSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const organization = isId(data.organizationId) ? await prisma.organization.findUnique({ where: { id: data.organizationId } }) : null
  const until = new Date(ctx.now().getTime() + data.minutes * 60_000)
  if (!organization || !(await enter(ctx, data, until))) return notFound(ctx, 'organizationId')
  announceEnding([sessionId])
  return { organization, until }
}

/** Ends the caller's entry before its time. @returns whether they were inside */
export async function leaveOrganization(ctx: Ctx): Promise<boolean> {
  const { sessionId: id } = sessionOwner(ctx)
  const { organizationId } = ctx
  if (organizationId === null || ctx.actor.type !== 'user' || !ctx.actor.insideUntil) return false
  const left = await prisma.$transaction(async (tx) => {
    const where = { id, enteredOrganizationId: organizationId, enteredUntil: { gt: ctx.now() } }
    const { count } = await tx.session.updateMany({ where, data: { enteredOrganizationId: null, enteredUntil: null } })
    if (count === 0) return false
    const entity = { type: 'Organization', id: organizationId }
    await audit(ctx, tx, 'organization.leave', entity)
    await auditForPlatform(ctx, tx, 'organization.leave', entity)
    return true
  })
  announceEnding([id])
  return left
}
