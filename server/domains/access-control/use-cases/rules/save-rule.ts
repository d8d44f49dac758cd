import type { z } from 'zod'
import { ruleLimits } from '#shared/limits'
import {
  arrangeAccessRulesSchema,
  createAccessRuleSchema,
  deleteAccessRuleSchema,
  updateAccessRuleSchema,
} from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId, newId } from '../../../../core/ids'
import type { AccessRule, Prisma } from '../../../../generated/prisma/client'
import { authorizeRules, inOrder, ruleOf } from './find-rules'
import { nextVersion } from './next-version'
import { storedRule } from './rule-content'

/** A rule as the audit log keeps it. */
function traceOf(rule: AccessRule): Prisma.InputJsonObject {
  const { id: _, ...content } = ruleOf(rule)
  return { ...content, siteId: rule.siteId, windows: rule.windows } as unknown as Prisma.InputJsonObject
}

/**
 * Makes a rule, the last of all. It holds from the next scan on.
 * @returns the rule, or NOT_FOUND, VALIDATION_FAILED
 */
export async function createAccessRule(ctx: Ctx, input: z.input<typeof createAccessRuleSchema>): Promise<AccessRule | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, createAccessRuleSchema, input)
  if (failed) return failed
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, data.siteId ?? null)
    const content = await storedRule(ctx, tx, data)
    if (isFailure(content)) return content
    const { _count: count, _max: last } = await tx.accessRule.aggregate({
      where: { deletedAt: null },
      _count: true,
      _max: { position: true },
    })
    if (count >= ruleLimits.rules) return invalid(ctx, [{ path: ['name'], key: 'rulesTooMany', values: { maximum: ruleLimits.rules } }])
    const place = { id: newId(), organizationId: organizationOf(ctx), position: (last.position ?? 0) + 1, createdAt: ctx.now() }
    const rule = await tx.accessRule.create({ data: { ...place, ...content } })
    await audit(ctx, tx, 'access_rule.create', { type: 'AccessRule', id: rule.id }, { before: null, after: traceOf(rule) })
    return rule
  })
}

/**
 * Changes a rule. It holds so from the next scan on.
 * @returns the rule, or NOT_FOUND, VALIDATION_FAILED where somebody else has changed it meanwhile
 */
export async function updateAccessRule(ctx: Ctx, input: z.input<typeof updateAccessRuleSchema>): Promise<AccessRule | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, updateAccessRuleSchema, input)
  if (failed) return failed
  const { accessRuleId: id, version, ...wanted } = data
  const before = isId(id) ? await ctx.db.accessRule.findFirst({ where: { id, deletedAt: null } }) : null
  if (!before) return notFound(ctx, 'accessRuleId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, before.siteId === (wanted.siteId ?? null) ? before.siteId : null)
    const content = await storedRule(ctx, tx, wanted)
    if (isFailure(content)) return content
    const where = { id, version, deletedAt: null }
    const { count } = await tx.accessRule.updateMany({ where, data: { ...content, version: { increment: 1 } } })
    if (before.version !== version || count === 0) return invalid(ctx, [{ path: ['version'], key: 'ruleChanged' }])
    const rule = await tx.accessRule.findUniqueOrThrow({ where: { id } })
    await audit(ctx, tx, 'access_rule.update', { type: 'AccessRule', id }, { before: traceOf(before), after: traceOf(rule) })
    return rule
  })
}

/**
 * Ends a rule from the next scan on. Doing it again changes nothing and is no error.
 * @returns the rule, or NOT_FOUND
 */
export async function deleteAccessRule(ctx: Ctx, input: z.input<typeof deleteAccessRuleSchema>): Promise<AccessRule | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, deleteAccessRuleSchema, input)
  if (failed) return failed
  const { accessRuleId: id } = data
  const found = isId(id) ? await ctx.db.accessRule.findUnique({ where: { id } }) : null
  if (!found) return notFound(ctx, 'accessRuleId')
  if (found.deletedAt) return found
  return ctx.transaction(async (tx) => {
    await nextVersion(tx, found.siteId)
    const { count } = await tx.accessRule.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: ctx.now() } })
    if (count === 1) await audit(ctx, tx, 'access_rule.delete', { type: 'AccessRule', id }, { before: traceOf(found), after: null })
    return found
  })
}

/**
 * Puts the rules into another order.
 * @returns the rules, or VALIDATION_FAILED where these are not all that hold
 */
export async function arrangeAccessRules(ctx: Ctx, input: z.input<typeof arrangeAccessRulesSchema>): Promise<AccessRule[] | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, arrangeAccessRulesSchema, input)
  if (failed) return failed
  const { accessRuleIds: ids } = data
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, null)
    const rules = await tx.accessRule.findMany({ where: { deletedAt: null }, orderBy: inOrder })
    const named = new Set(ids)
    if (named.size !== rules.length || ids.length !== rules.length || rules.some(({ id }) => !named.has(id))) {
      return invalid(ctx, [{ path: ['accessRuleIds'], key: 'rulesChanged' }])
    }
    const standing = new Map(rules.map(({ id, position }) => [id, position]))
    // Gates wait for this: only what moves is written.
    for (const [position, id] of ids.entries()) {
      if (standing.get(id) !== position) await tx.accessRule.updateMany({ where: { id }, data: { position } })
    }
    const names = (order: readonly { name: string }[]) => order.map(({ name }) => name)
    const arranged = await tx.accessRule.findMany({ where: { deletedAt: null }, orderBy: inOrder })
    await audit(
      ctx,
      tx,
      'access_rule.arrange',
      { type: 'Organization', id: organizationOf(ctx) },
      { before: names(rules), after: names(arranged) },
    )
    return arranged
  })
}
