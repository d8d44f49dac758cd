import { authorize } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'

/** Demands what looking after turnstiles takes. @throws Refusal */
export const authorizeControllers = (ctx: Ctx): void => authorize(ctx, 'organization:manage')

/** Demands what making a scanner takes: to manage the organization, and to be allowed what the scanner will be. @throws Refusal */
export function authorizeConnecting(ctx: Ctx): void {
  authorize(ctx, 'organization:manage')
  authorize(ctx, 'scan:admit')
}
