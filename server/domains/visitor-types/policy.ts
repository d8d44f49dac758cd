import { authorize, authorizeWithin, reachOf } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'
import type { VisitPassRow } from '../../core/rows'
import { isWithin, passesWithin } from '../../core/within'
import type { Prisma } from '../../generated/prisma/client'

/** Demands what making the rules takes by which guests come in. @throws Refusal */
export const authorizeRules = (ctx: Ctx): void => authorize(ctx, 'rule:manage')

/** Types and agreements are known to whoever makes them, invites guests or sees their passes. */
export const maySeeRules = (ctx: Ctx): boolean =>
  ctx.organizationId !== null &&
  (['rule:manage', 'appointment:create', 'pass:read'] as const).some((right) => reachOf(ctx, right) !== 'none')

/** What a guest answered is for whoever may read this visitor: never for a gate, nor for the bearer of a link. */
export const maySeeAnswers = (ctx: Ctx, pass: Pick<VisitPassRow, 'hostId' | 'siteId'>): boolean =>
  isWithin(reachOf(ctx, 'visitor:read'), pass)

/** The passes whose guests the caller invites: they say what kind of visitor it is. @throws Refusal */
export const invitedPasses = (ctx: Ctx): Prisma.VisitPassWhereInput => passesWithin(authorizeWithin(ctx, 'appointment:create'))

/** Whether the caller may read any visitor at all. */
export const maySeeVisitors = (ctx: Ctx): boolean => ctx.organizationId !== null && reachOf(ctx, 'visitor:read') !== 'none'

/** The passes whose guests the caller may read. @throws Refusal */
export const readablePasses = (ctx: Ctx): Prisma.VisitPassWhereInput => passesWithin(authorizeWithin(ctx, 'visitor:read'))
