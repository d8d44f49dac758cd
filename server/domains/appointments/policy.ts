import { authorizeWithin } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { appointmentsWithin } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** The appointments that the caller may see. @throws Refusal */
export const visibleAppointments = (ctx: Ctx): Prisma.AppointmentWhereInput => appointmentsWithin(authorizeWithin(ctx, 'appointment:read'))
