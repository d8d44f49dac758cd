import type { z } from 'zod'
import type { createAccessRuleSchema } from '#shared/schemas/access-rules'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { AccessRule, Prisma } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'

type Content = z.output<typeof createAccessRuleSchema>

/** What of a rule somebody says. */
export type RuleContent = Pick<AccessRule, 'name' | 'siteId' | 'effect' | 'needsEscort' | 'isAssigned' | 'entriesLimit' | 'entriesPer'> &
  Record<'gateIds' | 'zoneIds' | 'visitorTypeIds' | 'windows', Prisma.InputJsonArray>

const known = (ids: readonly string[]) => ({ id: { in: ids.filter(isId) } })

/**
 * The content of a rule as it is kept: every place and type that it names is one of the organization, and lies at the site of the rule.
 * @returns NOT_FOUND for one that is not, VALIDATION_FAILED for one of another site
 */
export async function storedRule(
  ctx: Ctx,
  tx: TenantTransaction,
  { siteId = null, gateIds, zoneIds, visitorTypeIds, windows, ...content }: Content,
): Promise<RuleContent | Failure> {
  if (siteId !== null && (await tx.site.count({ where: known([siteId]) })) === 0) return notFound(ctx, 'siteId')
  const [gates, zones, types] = [new Set(gateIds), new Set(zoneIds), new Set(visitorTypeIds)].map((ids) => [...ids]) as [
    string[],
    string[],
    string[],
  ]
  const [foundGates, foundZones] = [
    await tx.gate.findMany({ where: known(gates), select: { siteId: true } }),
    await tx.zone.findMany({ where: known(zones), select: { siteId: true } }),
  ]
  if (foundGates.length < gates.length) return notFound(ctx, 'gateIds')
  if (foundZones.length < zones.length) return notFound(ctx, 'zoneIds')
  if ((await tx.visitorType.count({ where: known(types) })) < types.length) return notFound(ctx, 'visitorTypeIds')
  const isElsewhere = (place: { siteId: string }) => siteId !== null && place.siteId !== siteId
  if (foundGates.some(isElsewhere)) return invalid(ctx, [{ path: ['gateIds'], key: 'ruleElsewhere' }])
  if (foundZones.some(isElsewhere)) return invalid(ctx, [{ path: ['zoneIds'], key: 'ruleElsewhere' }])
  return { ...content, siteId, gateIds: gates, zoneIds: zones, visitorTypeIds: types, windows: windows as unknown as Prisma.InputJsonArray }
}
