import { authorizeWithin, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { appointmentsWithin, isWithin, type Placed } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** The appointments that the caller may see. @throws Refusal */
export const visibleAppointments = (ctx: Ctx): Prisma.AppointmentWhereInput => appointmentsWithin(authorizeWithin(ctx, 'appointment:read'))

/**
 * What a visit is about and what the host wrote are for those who may read visits or make them: whoever sees a pass or a check-in
 * alone learns of the visit when and where it is.
 */
export const maySeeTexts = (ctx: Ctx, appointment: Placed): boolean =>
  (['appointment:read', 'appointment:create'] as const).some((permission) => isWithin(reachOf(ctx, permission), appointment))
