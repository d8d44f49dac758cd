import { authorize, authorizeWithin } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import { checkinsWithin, isWithin, passesWithin } from '../../core/within'
import type { CoHost } from '../../core/rows'
import type { Prisma } from '../../generated/prisma/client'

/** The check-ins that the caller may see. @throws Refusal */
export const visibleCheckins = (ctx: Ctx): Prisma.CheckinWhereInput => checkinsWithin(authorizeWithin(ctx, 'checkin:read'))

/** Demands what making a scanner takes: to manage the organization, and to be allowed what the scanner will be. @throws Refusal */
export function authorizeEnrolment(ctx: Ctx): void {
  authorize(ctx, 'organization:manage')
  authorize(ctx, 'scan:admit')
}

/** Whether a happening at a gate may be shown to the caller. */
export function visibleActivity(ctx: Ctx): (activity: { hostId: string | null; siteId: string; coHosts?: CoHost[] }) => boolean {
  const reach = authorizeWithin(ctx, 'checkin:read')
  return (activity) => isWithin(reach, activity)
}

/**
 * The passes of guests whom the caller may receive at a desk without a code: those whom they may read and let in.
 * @throws Refusal
 */
export const passesAtDesk = (ctx: Ctx): Prisma.VisitPassWhereInput => ({
  AND: (['pass:read', 'visitor:read', 'scan:admit'] as const).map((right) => passesWithin(authorizeWithin(ctx, right))),
})
