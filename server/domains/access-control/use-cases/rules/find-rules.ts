import type { AccessRule as Rule, AccessWindow, RuleSubject } from '#shared/access-rules'
import type { ChangingCodes } from '#shared/credentials/live-code'
import type { PresencePolicy } from '#shared/crossing'
import { authorize } from '../../../../core/authorize'
import type { Ctx } from '../../../../core/ctx'
import type { AccessRule, Holiday, Prisma, Zone } from '../../../../generated/prisma/client'

/** Demands the right to say who may come in where and when. @throws Refusal */
export const authorizeRules = (ctx: Ctx): void => authorize(ctx, 'rule:manage')

/** A stored rule as it is asked. */
export const ruleOf = ({ id, name, effect, gateIds, zoneIds, visitorTypeIds, windows, ...rule }: AccessRule): Rule => ({
  id,
  name,
  effect,
  gateIds: gateIds as string[],
  zoneIds: zoneIds as string[],
  visitorTypeIds: visitorTypeIds as string[],
  windows: windows as unknown as AccessWindow[],
  needsEscort: rule.needsEscort,
  isAssigned: rule.isAssigned,
  entriesLimit: rule.entriesLimit,
  entriesPer: rule.entriesPer,
})

/** Ids of rules that are assigned to something, as they are kept. */
export const assignedIds = (kept: Prisma.JsonValue): string[] => (kept ?? []) as string[]

/** Who wants in, as rules ask it. */
export const subjectOf = (pass: {
  visitorTypeId: string | null
  accessRuleIds: Prisma.JsonValue
  appointment: { accessRuleIds: Prisma.JsonValue } | null
}): RuleSubject => ({
  visitorTypeId: pass.visitorTypeId,
  passRuleIds: assignedIds(pass.accessRuleIds),
  visitRuleIds: assignedIds(pass.appointment?.accessRuleIds ?? null),
})

/** The order in which rules are asked. */
export const inOrder = [{ position: 'asc' }, { id: 'asc' }] satisfies Prisma.AccessRuleOrderByWithRelationInput[]

/**
 * The rules that hold, in their order.
 * @param elseNone whoever may not make them finds none, instead of being refused
 * @throws Refusal
 */
export async function findAccessRules(ctx: Ctx, where: Prisma.AccessRuleWhereInput = {}, { elseNone = false } = {}): Promise<AccessRule[]> {
  if (elseNone && (ctx.organizationId === null || !ctx.permissions.has('rule:manage'))) return []
  authorizeRules(ctx)
  return ctx.db.accessRule.findMany({ where: { AND: [where, { deletedAt: null }] }, orderBy: inOrder })
}

/** Zones of the organization, by site and name. @throws Refusal */
export function findZones(ctx: Ctx, where: Prisma.ZoneWhereInput = {}): Promise<Zone[]> {
  authorize(ctx, 'gate:read')
  return ctx.db.zone.findMany({ where, orderBy: [{ siteId: 'asc' }, { name: 'asc' }, { id: 'asc' }] })
}

/** The holidays of a site, by day. @throws Refusal */
export function findHolidays(ctx: Ctx, siteId: string): Promise<Holiday[]> {
  authorizeRules(ctx)
  return ctx.db.holiday.findMany({ where: { siteId }, orderBy: { day: 'asc' } })
}

/** How the gates of a site decide while they have no connection. */
export interface OfflinePolicy {
  /** For how many minutes after the last word of the server; 0 for not at all. */
  graceMinutes: number
  /** Whether somebody whose pass is signed but not on the list may be let in, once their document was looked at. */
  admitsUnlisted: boolean
}

/** How the gates of a site decide while they have no connection. @throws Refusal */
export async function findOfflinePolicy(ctx: Ctx, siteId: string): Promise<OfflinePolicy> {
  authorizeRules(ctx)
  const state = await ctx.db.accessState.findFirst({ where: { siteId } })
  return { graceMinutes: state?.offlineGraceMinutes ?? 0, admitsUnlisted: state?.admitsUnlisted ?? false }
}

/** What a site says of codes that change. @throws Refusal */
export async function findChangingCodes(ctx: Ctx, siteId: string): Promise<ChangingCodes> {
  authorizeRules(ctx)
  const state = await ctx.db.accessState.findFirst({ where: { siteId } })
  return state?.changingCodes ?? 'OFF'
}

/** What a site says about who is inside. @throws Refusal */
export async function findPresencePolicy(ctx: Ctx, siteId: string): Promise<PresencePolicy> {
  authorizeRules(ctx)
  const state = await ctx.db.accessState.findFirst({ where: { siteId } })
  return { capacity: state?.capacity ?? null, antiPassback: state?.antiPassback ?? 'OFF', passbackMinutes: state?.passbackMinutes ?? null }
}
