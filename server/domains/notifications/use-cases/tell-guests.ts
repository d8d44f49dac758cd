import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import type { Prisma } from '../../../generated/prisma/client'
import { tellGuest } from './send-notification'

/** What guests are told of a visit. */
interface News {
  appointmentId: string
  template: 'update' | 'cancel' | 'restore' | 'until' | 'over'
  /** Whose passes were withdrawn with the visit, or are valid again with it: whoever lost theirs before is not told again. */
  visitPassIds?: string[] | undefined
}

/**
 * Whom a piece of news concerns as things are now: those who can still come, those who lost their pass with the visit or have it back,
 * or all who were in a series. What was taken back in the meantime is not told.
 */
function concernedBy({ template, visitPassIds = [] }: News): Prisma.VisitPassWhereInput {
  switch (template) {
    case 'update':
      return { status: 'ACTIVE' }
    case 'cancel':
      return { id: { in: visitPassIds }, status: 'REVOKED' }
    case 'restore':
      return { id: { in: visitPassIds }, status: { not: 'REVOKED' } }
    case 'until':
      return { status: { in: ['ACTIVE', 'USED', 'EXPIRED'] } }
    case 'over':
      return { status: { notIn: ['DRAFT', 'PENDING_APPROVAL'] } }
  }
}

/** That a visit takes place after all is news to those alone who were told that it would not. */
async function isNews(ctx: Ctx, { eventId }: JobContext, visitPassId: string, template: News['template']): Promise<boolean> {
  if (template !== 'restore') return true
  const last = await ctx.db.notification.findFirst({
    where: { visitPassId, eventId: { not: eventId }, status: 'SENT' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { template: true },
  })
  return last?.template === 'cancel'
}

/**
 * Passes that waited for somebody's word when their visit was called off, and whose guests have heard nothing of it, nor of another of
 * its series: one mail tells of all. Nobody is told that what they never heard of is off.
 */
async function neverTold({ organizationId }: JobContext, appointmentId: string): Promise<Set<string>> {
  const { db } = systemCtx(organizationId)
  const held = { appointmentId, holds: { some: { releasedAt: null } } }
  const waiting = await db.visitPass.findMany({ where: held, select: { id: true, visitorId: true } })
  if (waiting.length === 0) return new Set()
  const visit = await db.appointment.findUnique({ where: { id: appointmentId }, select: { seriesId: true } })
  const told = await db.visitPass.findMany({
    where: {
      ...(visit?.seriesId ? { appointment: { seriesId: visit.seriesId } } : { appointmentId }),
      notifications: { some: { status: { in: ['SENT', 'QUEUED'] } } },
    },
    distinct: ['visitorId'],
    select: { visitorId: true },
  })
  const known = new Set(told.map(({ visitorId }) => visitorId))
  return new Set(waiting.filter(({ visitorId }) => !known.has(visitorId)).map(({ id }) => id))
}

/**
 * Tells the guests of a visit that it has changed, if they can still come, that it was called off, that it takes place after all, or
 * that its series ends. Run again it writes to those whom it has not reached.
 * @throws the first thing that a mail server answered, after everybody was tried
 */
export async function tellGuests(context: JobContext, news: News): Promise<void> {
  const ctx = systemCtx(context.organizationId)
  const { appointmentId, template } = news
  const where: Prisma.VisitPassWhereInput = { appointmentId, ...concernedBy(news) }
  const passes = await ctx.db.visitPass.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })
  const silent = template === 'update' ? new Set<string>() : await neverTold(context, appointmentId)
  const told = await Promise.allSettled(
    passes
      .filter(({ id }) => !silent.has(id))
      .map(async ({ id }) => {
        if (await isNews(ctx, context, id, template)) await tellGuest(context, id, template === 'over' ? 'cancel' : template)
      }),
  )
  const failed = told.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}
