import { askRules, oneMoreUse, type AccessRule, type RuleUses } from '#shared/access-rules'
import type { TenantClient, TenantTransaction } from '../../../../infra/tenant-client'
import { inOrder, ruleOf, subjectOf } from '../rules/find-rules'
import { placesAt } from '../rules/places-at'

/** The rules of a site of which any lets in a pass only so often. */
export interface CountingRules {
  rules: AccessRule[]
  timeZone: string
}

/** The rules of a site, in their order; null where none of them counts. */
export async function findCountingRules(tx: TenantClient | TenantTransaction, siteId: string): Promise<CountingRules | null> {
  const rows = await tx.accessRule.findMany({ where: { deletedAt: null, OR: [{ siteId: null }, { siteId }] }, orderBy: inOrder })
  const rules = rows.map(ruleOf)
  if (rules.every(({ entriesLimit }) => entriesLimit === null)) return null
  const { timeZone } = await tx.site.findUniqueOrThrow({ where: { id: siteId }, select: { timeZone: true } })
  return { rules, timeZone }
}

/** Where and when a gate let somebody in. */
interface Entry {
  id: string
  gateId: string
  occurredAt: Date
}

/**
 * By which rule a gate without a connection let somebody in, as the rules stand now, however often that had done so before.
 * @returns the rule of each entry; of one that no rule lets in there is none
 */
export async function rulesOfEntries(
  tx: TenantTransaction,
  { rules }: CountingRules,
  pass: { visitorTypeId: string | null; accessRuleIds: unknown; appointmentId: string | null },
  entries: readonly Entry[],
): Promise<Map<string, string>> {
  if (entries.length === 0) return new Map()
  const visit = pass.appointmentId
    ? await tx.appointment.findUnique({ where: { id: pass.appointmentId }, select: { accessRuleIds: true } })
    : null
  const subject = subjectOf({ ...pass, accessRuleIds: pass.accessRuleIds as string[] | null, appointment: visit })
  const places = await placesAt(tx, { id: { in: [...new Set(entries.map(({ gateId }) => gateId))] } })
  return new Map(
    entries.flatMap(({ id, gateId, occurredAt }) => {
      const found = places.find(({ place }) => place.gateId === gateId)
      const ruleId = found && askRules({ ...found.place, rules }, subject, {}, occurredAt).ruleId
      return ruleId ? [[id, ruleId] as const] : []
    }),
  )
}

/** How often rules that count have let passes of a site in, by pass. */
export async function usesOfPasses(db: TenantClient, siteId: string, passIds: readonly string[]): Promise<Map<string, RuleUses>> {
  const counting = passIds.length > 0 ? await findCountingRules(db, siteId) : null
  if (!counting) return new Map()
  const ruleIds = counting.rules.filter(({ entriesLimit }) => entriesLimit !== null).map(({ id }) => id)
  const rows = await db.checkin.findMany({
    where: { visitPassId: { in: [...passIds] }, direction: 'ENTRY', result: 'ADMITTED', accessRuleId: { in: ruleIds } },
    select: { visitPassId: true, accessRuleId: true, occurredAt: true },
  })
  const uses = new Map<string, RuleUses>()
  for (const { visitPassId, accessRuleId, occurredAt } of rows) {
    if (visitPassId && accessRuleId)
      uses.set(visitPassId, oneMoreUse(uses.get(visitPassId) ?? {}, accessRuleId, occurredAt, counting.timeZone))
  }
  return uses
}
