import { reachOf, refusal } from '../../core/authorize'
import type { Ctx } from '../../core/ctx'

/** Whether the caller manages people and may read what a calendar tells of them: who only manages learns of no guest by it. */
const managesAll = (ctx: Ctx): boolean => reachOf(ctx, 'user:manage') === 'all' && reachOf(ctx, 'appointment:read') === 'all'

/** Whether the caller may give out and withdraw secret addresses of a host's calendar: their own, or as who manages people. */
export const mayManageCalendars = (ctx: Ctx, hostId: string | null): boolean =>
  ctx.actor.type === 'user' &&
  ctx.organizationId !== null &&
  (managesAll(ctx) || (hostId !== null && hostId === ctx.hostId && reachOf(ctx, 'appointment:read') !== 'none'))

/** Demands that the caller may manage the calendars of some host: their own, or everybody's. @throws Refusal */
export function calendarsPermission(ctx: Ctx): void {
  if (!mayManageCalendars(ctx, ctx.hostId)) throw refusal(ctx)
}

/** Whose calendar outside something is: a host's or a room's. */
export interface Busy {
  hostId: string | null
  roomId: string | null
}

/** Whether the caller may see to a calendar outside: that of a host as to their secret addresses, that of a room as to the site. */
export const mayManageOutside = (ctx: Ctx, { hostId, roomId }: Busy): boolean =>
  roomId === null ? mayManageCalendars(ctx, hostId) : ctx.actor.type === 'user' && reachOf(ctx, 'organization:manage') === 'all'

/** Demands that the caller may see to some calendar outside. @throws Refusal */
export function outsidePermission(ctx: Ctx): void {
  const ofRooms = ctx.actor.type === 'user' && ctx.organizationId !== null && reachOf(ctx, 'organization:manage') === 'all'
  if (!ofRooms && !mayManageCalendars(ctx, ctx.hostId)) throw refusal(ctx)
}
