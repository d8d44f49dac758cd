import type { z } from 'zod'
import { assignPassRulesSchema, assignVisitRulesSchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import { Prisma, type AccessRule, type Appointment, type VisitPass } from '../../../../generated/prisma/client'
import { emit } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { AccessRulesAssigned } from '../../events'
import { assignedIds, authorizeRules } from './find-rules'
import { nextVersion } from './next-version'

/** The rules that can be assigned, by their ids. @returns NOT_FOUND, or VALIDATION_FAILED for one that is not to be assigned, or of another site */
async function assignable(ctx: Ctx, tx: TenantTransaction, siteId: string, ids: readonly string[]): Promise<AccessRule[] | Failure> {
  const wanted = [...new Set(ids)]
  const rules = await tx.accessRule.findMany({ where: { id: { in: wanted.filter(isId) }, deletedAt: null } })
  if (rules.length < wanted.length) return notFound(ctx, 'accessRuleIds')
  if (rules.some(({ isAssigned }) => !isAssigned)) return invalid(ctx, [{ path: ['accessRuleIds'], key: 'ruleForEverybody' }])
  if (rules.some((rule) => rule.siteId !== null && rule.siteId !== siteId))
    return invalid(ctx, [{ path: ['accessRuleIds'], key: 'ruleElsewhere' }])
  return wanted.flatMap((id) => rules.find((rule) => rule.id === id) ?? [])
}

const keptIds = (rules: readonly AccessRule[]) => (rules.length > 0 ? rules.map(({ id }) => id) : Prisma.DbNull)

/** Names of rules for the audit log; those that are gone are not named. */
async function namesOf(tx: TenantTransaction, ids: readonly string[]): Promise<string[]> {
  const rules = await tx.accessRule.findMany({ where: { id: { in: [...ids] } } })
  return ids.flatMap((id) => rules.find((rule) => rule.id === id)?.name ?? [])
}

/**
 * Assigns rules to a pass: these, and no others. They hold from the next scan on.
 * @returns the pass, or NOT_FOUND, VALIDATION_FAILED
 */
export async function assignPassRules(ctx: Ctx, input: z.input<typeof assignPassRulesSchema>): Promise<VisitPass | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, assignPassRulesSchema, input)
  if (failed) return failed
  const { visitPassId: id } = data
  const found = isId(id) ? await ctx.db.visitPass.findUnique({ where: { id }, select: { siteId: true } }) : null
  if (!found) return notFound(ctx, 'visitPassId')
  return allOrNothing(ctx, async (tx) => {
    // Whoever is being let in by what was assigned before is decided anew.
    await nextVersion(tx, found.siteId)
    const rules = await assignable(ctx, tx, found.siteId, data.accessRuleIds)
    if (isFailure(rules)) return rules
    const { accessRuleIds } = await tx.visitPass.findUniqueOrThrow({ where: { id }, select: { accessRuleIds: true } })
    const before = await namesOf(tx, assignedIds(accessRuleIds))
    const pass = await tx.visitPass.update({ where: { id }, data: { accessRuleIds: keptIds(rules) } })
    await emit(tx, organizationOf(ctx), AccessRulesAssigned, { assignedTo: id, visitPassId: id, appointmentId: null }, ctx.now())
    const after = rules.map(({ name }) => name)
    await audit(ctx, tx, 'pass.assign_rules', { type: 'VisitPass', id }, { before, after })
    return pass
  })
}

/**
 * Assigns rules to a visit: these, and no others. They hold for every pass of it, beside those that were assigned to the pass itself.
 * @returns the visit, or NOT_FOUND, VALIDATION_FAILED
 */
export async function assignVisitRules(ctx: Ctx, input: z.input<typeof assignVisitRulesSchema>): Promise<Appointment | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, assignVisitRulesSchema, input)
  if (failed) return failed
  const { appointmentId: id } = data
  const found = isId(id) ? await ctx.db.appointment.findUnique({ where: { id }, select: { siteId: true } }) : null
  if (!found) return notFound(ctx, 'appointmentId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, found.siteId)
    const rules = await assignable(ctx, tx, found.siteId, data.accessRuleIds)
    if (isFailure(rules)) return rules
    const { accessRuleIds } = await tx.appointment.findUniqueOrThrow({ where: { id }, select: { accessRuleIds: true } })
    const before = await namesOf(tx, assignedIds(accessRuleIds))
    const visit = await tx.appointment.update({ where: { id }, data: { accessRuleIds: keptIds(rules) } })
    await emit(tx, organizationOf(ctx), AccessRulesAssigned, { assignedTo: id, visitPassId: null, appointmentId: id }, ctx.now())
    const after = rules.map(({ name }) => name)
    await audit(ctx, tx, 'appointment.assign_rules', { type: 'Appointment', id }, { before, after })
    return visit
  })
}
