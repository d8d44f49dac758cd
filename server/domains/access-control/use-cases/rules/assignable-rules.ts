import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import { Prisma, type AccessRule } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'

/** The rules that can be assigned, by their ids. @returns NOT_FOUND, or VALIDATION_FAILED for one that is not to be assigned, or of another site */
export async function assignable(ctx: Ctx, tx: TenantTransaction, siteId: string, ids: readonly string[]): Promise<AccessRule[] | Failure> {
  const wanted = [...new Set(ids)]
  const rules = await tx.accessRule.findMany({ where: { id: { in: wanted.filter(isId) }, deletedAt: null } })
  if (rules.length < wanted.length) return notFound(ctx, 'accessRuleIds')
  if (rules.some(({ isAssigned }) => !isAssigned)) return invalid(ctx, [{ path: ['accessRuleIds'], key: 'ruleForEverybody' }])
  if (rules.some((rule) => rule.siteId !== null && rule.siteId !== siteId))
    return invalid(ctx, [{ path: ['accessRuleIds'], key: 'ruleElsewhere' }])
  return wanted.flatMap((id) => rules.find((rule) => rule.id === id) ?? [])
}

/** Ids as they are kept: null for none. */
export const keptIds = (rules: readonly AccessRule[]) => (rules.length > 0 ? rules.map(({ id }) => id) : Prisma.DbNull)

/** Names of rules for the audit log; those that are gone are not named. */
export async function namesOf(tx: TenantTransaction, ids: readonly string[]): Promise<string[]> {
  const rules = await tx.accessRule.findMany({ where: { id: { in: [...ids] } } })
  return ids.flatMap((id) => rules.find((rule) => rule.id === id)?.name ?? [])
}
