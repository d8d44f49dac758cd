import { systemCtx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import type { VisitPassStatus } from '../../../generated/prisma/client'
import { tellGuest } from './send-notification'

/** Whose guests hear of it: of a change those who can still come, of a calling off those whose pass was withdrawn with it. */
const concerned: Record<'update' | 'cancel', VisitPassStatus[]> = { update: ['ACTIVE'], cancel: ['REVOKED'] }

/**
 * Tells every guest of a visit that it has changed or was called off. Run again it writes to those whom it has not reached.
 * @throws the first thing that a mail server answered, after everybody was tried
 */
export async function tellGuests(context: JobContext, job: { appointmentId: string; template: 'update' | 'cancel' }): Promise<void> {
  const { db } = systemCtx(context.organizationId)
  const where = { appointmentId: job.appointmentId, status: { in: concerned[job.template] } }
  const passes = await db.visitPass.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })
  const told = await Promise.allSettled(passes.map(({ id }) => tellGuest(context, id, job.template)))
  const failed = told.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}
