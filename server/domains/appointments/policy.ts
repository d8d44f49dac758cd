import { authorize } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Prisma } from '../../generated/prisma/client'

/** The appointments that the caller may see: all, or those they host. @throws Refusal */
export function visibleAppointments(ctx: Ctx): Prisma.AppointmentWhereInput {
  return authorize(ctx, 'appointment:read') === 'all' ? {} : { hostId: ctx.hostId ?? '' }
}
