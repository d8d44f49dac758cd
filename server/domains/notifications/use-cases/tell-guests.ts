import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { tellGuest } from './send-notification'

/** What guests are told of a visit. */
interface News {
  appointmentId: string
  template: 'update' | 'cancel'
  /** Whose passes were withdrawn with the visit: whoever lost theirs before is not told again. */
  visitPassIds?: string[] | undefined
}

/**
 * Tells the guests of a visit that it has changed, if they can still come, or that it was called off. Run again it writes to those
 * whom it has not reached.
 * @throws the first thing that a mail server answered, after everybody was tried
 */
export async function tellGuests(context: JobContext, { appointmentId, template, visitPassIds = [] }: News): Promise<void> {
  const { db } = systemCtx(context.organizationId)
  const concerned = template === 'update' ? { status: 'ACTIVE' as const } : { id: { in: visitPassIds } }
  const passes = await db.visitPass.findMany({ where: { appointmentId, ...concerned }, select: { id: true }, orderBy: { id: 'asc' } })
  const told = await Promise.allSettled(passes.map(({ id }) => tellGuest(context, id, template)))
  const failed = told.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}
