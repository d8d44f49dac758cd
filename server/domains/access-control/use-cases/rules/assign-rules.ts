import type { z } from 'zod'
import { assignPassRulesSchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { VisitPass } from '../../../../generated/prisma/client'
import { emit } from '../../../../infra/outbox'
import { AccessRulesAssigned } from '../../events'
import { assignable, keptIds, namesOf } from './assignable-rules'
import { assignedIds, authorizeRules } from './find-rules'
import { nextVersion } from './next-version'

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
