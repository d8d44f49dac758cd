import type { Prisma } from '../../../generated/prisma/client'
import { isFailure } from '../../../core/errors'
import type { AppointmentRow, VisitPassRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { EditScopeType } from '../../../graphql/enums'
import type { GraphqlContext } from '../../../graphql/context'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId } from '../../../graphql/global-id'
import { assignPassRules } from '../use-cases/rules/assign-rules'
import { assignVisitRules } from '../use-cases/rules/assign-visit-rules'
import { assignedIds } from '../use-cases/rules/find-rules'

/** The rules of a list that hold, in the order in which they are asked; none for whoever may not make them. */
async function rulesOf(ctx: GraphqlContext, kept: Prisma.JsonValue | undefined) {
  if (!ctx.permissions.has('rule:manage')) return []
  const rules = await Promise.all(assignedIds(kept ?? null).map((id) => ctx.load.one('AccessRule', id)))
  return rules.filter((rule) => rule !== null).toSorted((one, other) => one.position - other.position)
}

builder.objectFields('VisitPass', (t) => ({
  accessRules: t.field({
    type: ['AccessRule'],
    description: 'Rules of access that were assigned to this pass: they are asked before all others. None for whoever may not make rules.',
    resolve: async ({ id, accessRuleIds }, _, ctx) =>
      rulesOf(ctx, accessRuleIds === undefined ? (await ctx.load.related('VisitPass', id)).accessRuleIds : accessRuleIds),
  }),
}))

builder.objectFields('Appointment', (t) => ({
  accessRules: t.field({
    type: ['AccessRule'],
    description: 'Rules of access that were assigned to this visit: they hold for all its passes. None for whoever may not make rules.',
    resolve: async ({ id, accessRuleIds }, _, ctx) =>
      rulesOf(ctx, accessRuleIds === undefined ? (await ctx.load.related('Appointment', id)).accessRuleIds : accessRuleIds),
  }),
}))

builder.objectFields('Checkin', (t) => ({
  accessRuleId: t.id({
    nullable: true,
    description: 'The rule of access that let them in; null where none had to.',
    resolve: ({ accessRuleId }) => (accessRuleId ? encodeGlobalId('AccessRule', accessRuleId) : null),
  }),
}))

const AssignPassRulesInput = builder.inputType('AssignPassRulesInput', {
  description: 'Rules of access for one pass.',
  fields: (t) => ({
    visitPassId: t.id({ required: true, description: 'Which pass.' }),
    accessRuleIds: t.idList({ required: true, description: 'All that it is to have, 20 at most: rules that can be assigned.' }),
  }),
})

const AssignVisitRulesInput = builder.inputType('AssignVisitRulesInput', {
  description: 'Rules of access for one visit, or for it and others of its series.',
  fields: (t) => ({
    appointmentId: t.id({ required: true, description: 'Which visit.' }),
    scope: t.field({
      type: EditScopeType,
      defaultValue: 'THIS',
      description: 'Which visits of its series. Those that are made later have them too, unless it is this one alone.',
    }),
    accessRuleIds: t.idList({ required: true, description: 'All that it is to have, 20 at most: rules that can be assigned.' }),
  }),
})

const AssignPassRulesSuccess = builder.objectRef<{ visitPass: VisitPassRow }>('AssignPassRulesSuccess').implement({
  description: 'The rules hold for the pass from the next scan on.',
  fields: (t) => ({ visitPass: t.expose('visitPass', { type: 'VisitPass', description: 'The pass.' }) }),
})

const AssignVisitRulesSuccess = builder.objectRef<{ appointment: AppointmentRow }>('AssignVisitRulesSuccess').implement({
  description: 'The rules hold for the passes of the visit from the next scan on.',
  fields: (t) => ({ appointment: t.expose('appointment', { type: 'Appointment', description: 'The visit.' }) }),
})

const rulesIn = (ids: readonly (string | number)[]): string[] => ids.map((id) => localId('AccessRule', String(id)))

builder.mutationFields((t) => ({
  assignPassRules: t.field({
    type: resultUnion('AssignPassRulesResult', [AssignPassRulesSuccess], ['NotFound', 'ValidationFailed'], 'AssignPassRulesSuccess'),
    description: 'Assigns rules of access to a pass, in place of those that were.',
    args: { input: t.arg({ type: AssignPassRulesInput, required: true, description: 'Which, and to which.' }) },
    resolve: async (_, { input: { visitPassId, accessRuleIds } }, ctx) => {
      const pass = await assignPassRules(ctx, { visitPassId: localId('VisitPass', visitPassId), accessRuleIds: rulesIn(accessRuleIds) })
      return isFailure(pass) ? pass : { visitPass: pass }
    },
  }),
  assignVisitRules: t.field({
    type: resultUnion('AssignVisitRulesResult', [AssignVisitRulesSuccess], ['NotFound', 'ValidationFailed'], 'AssignVisitRulesSuccess'),
    description: 'Assigns rules of access to a visit, in place of those that were.',
    args: { input: t.arg({ type: AssignVisitRulesInput, required: true, description: 'Which, and to which.' }) },
    resolve: async (_, { input: { appointmentId, accessRuleIds, scope } }, ctx) => {
      const visit = await assignVisitRules(ctx, {
        appointmentId: localId('Appointment', appointmentId),
        accessRuleIds: rulesIn(accessRuleIds),
        scope: scope ?? 'THIS',
      })
      return isFailure(visit) ? visit : { appointment: await ctx.load.related('Appointment', visit.id) }
    },
  }),
}))
