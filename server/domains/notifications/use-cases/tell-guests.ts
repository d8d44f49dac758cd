import { systemCtx } from '../../../core/ctx'
import type { Prisma } from '../../../generated/prisma/client'
import type { JobContext } from '../../../core/handlers'
import { tellGuest } from './send-notification'

/** What guests are told of a visit. */
interface News {
  appointmentId: string
  template: 'update' | 'cancel' | 'until' | 'over'
  /** Whose passes were withdrawn with the visit: whoever lost theirs before is not told again. */
  visitPassIds?: string[] | undefined
}

/** Whom a piece of news concerns: those who can still come, those who lost their pass with the visit, or all who were in a series. */
function concernedBy({ template, visitPassIds = [] }: News): Prisma.VisitPassWhereInput {
  switch (template) {
    case 'update':
      return { status: 'ACTIVE' }
    case 'cancel':
      return { id: { in: visitPassIds } }
    case 'until':
      return { status: { in: ['ACTIVE', 'USED', 'EXPIRED'] } }
    case 'over':
      return { status: { notIn: ['DRAFT', 'PENDING_APPROVAL'] } }
  }
}

/**
 * Tells the guests of a visit that it has changed, if they can still come, that it was called off, or that its series ends. Run again it writes to those
 * whom it has not reached.
 * @throws the first thing that a mail server answered, after everybody was tried
 */
export async function tellGuests(context: JobContext, news: News): Promise<void> {
  const { db } = systemCtx(context.organizationId)
  const { appointmentId, template } = news
  const passes = await db.visitPass.findMany({
    where: { appointmentId, ...concernedBy(news) },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const told = await Promise.allSettled(passes.map(({ id }) => tellGuest(context, id, template === 'over' ? 'cancel' : template)))
  const failed = told.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}
