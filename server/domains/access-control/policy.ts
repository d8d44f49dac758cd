import { authorize } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { Prisma } from '../../generated/prisma/client'

/** The check-ins that the caller may see: all, or those of their own guests. @throws Refusal */
export function visibleCheckins(ctx: Ctx): Prisma.CheckinWhereInput {
  return authorize(ctx, 'checkin:read') === 'all' ? {} : { visitPass: { appointment: { hostId: ctx.hostId ?? '' } } }
}

/** Demands what making a scanner takes: to manage the organization, and to be allowed what the scanner will be. @throws Refusal */
export function authorizeEnrolment(ctx: Ctx): void {
  authorize(ctx, 'organization:manage')
  authorize(ctx, 'scan:admit')
}

/** Whether a happening at a gate may be shown to the caller. */
export function visibleActivity(ctx: Ctx): (activity: { hostId: string | null }) => boolean {
  const reach = authorize(ctx, 'checkin:read')
  return ({ hostId }) => reach === 'all' || (hostId !== null && hostId === ctx.hostId)
}
