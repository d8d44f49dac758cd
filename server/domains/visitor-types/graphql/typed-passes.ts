import { requirementsIn } from '#shared/pass-tasks'
import { isFailure } from '../../../core/errors'
import type { VisitPassRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { ScanRequirementType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { VisitorAnswerInput } from '../../../graphql/visitor-answer-input'
import { maySeeAnswers } from '../policy'
import { answersOfPass, type AnsweredField } from '../use-cases/answers-of-pass'
import { setVisitorType } from '../use-cases/set-visitor-type'
import { VisitorFieldType } from './visitor-types'

const VisitorAnswer = builder.objectRef<AnsweredField>('VisitorAnswer').implement({
  description: 'An answer about a guest.',
  fields: (t) => ({
    field: t.field({
      type: VisitorFieldType,
      description: 'The question as it was when it was answered, whatever became of it.',
      resolve: ({ field }) => field,
    }),
    value: t.exposeString('value', { description: 'The answer, as its kind of field is answered.' }),
  }),
})

builder.objectFields('VisitPass', (t) => ({
  visitorType: t.field({
    type: 'VisitorType',
    nullable: true,
    description: 'What kind of visitor its guest is; null for none in particular.',
    resolve: ({ visitorTypeId }, _, ctx) => (visitorTypeId ? ctx.load.related('VisitorType', visitorTypeId) : null),
  }),
  answers: t.field({
    type: [VisitorAnswer],
    nullable: true,
    description: 'What was answered about its guest; null for whoever may not read the visitor.',
    resolve: (pass, _, ctx) => (maySeeAnswers(ctx, pass) ? answersOfPass(ctx, ctx.db, pass) : null),
  }),
  outstanding: t.field({
    type: [ScanRequirementType],
    description: 'What a steward has to see to before the next entry, as far as the type of the guest asks for it.',
    resolve: ({ outstanding }) => requirementsIn(outstanding),
  }),
}))

const SetVisitorTypeInput = builder.inputType('SetVisitorTypeInput', {
  description: 'What kind of visitor a guest is.',
  fields: (t) => ({
    visitPassId: t.id({ required: true, description: 'The pass of the guest.' }),
    visitorTypeId: t.id({ description: 'The type; absent or null for none.' }),
    answers: t.field({ type: [VisitorAnswerInput], description: 'What the host answers: all their answers, in place of earlier ones.' }),
  }),
})

const SetVisitorTypeSuccess = builder.objectRef<{ visitPass: VisitPassRow }>('SetVisitorTypeSuccess').implement({
  description: 'The guest is of the type.',
  fields: (t) => ({ visitPass: t.expose('visitPass', { type: 'VisitPass', description: 'The pass.' }) }),
})

builder.mutationField('setVisitorType', (t) =>
  t.field({
    type: resultUnion('SetVisitorTypeResult', [SetVisitorTypeSuccess], ['NotFound', 'ValidationFailed'], 'SetVisitorTypeSuccess'),
    description: 'Says what kind of visitor a guest is, and what their host answers. Answers to another type are forgotten.',
    args: { input: t.arg({ type: SetVisitorTypeInput, required: true, description: 'Whose, and what.' }) },
    resolve: async (_, { input }, ctx) => {
      const visitPass = await setVisitorType(ctx, {
        visitPassId: localId('VisitPass', input.visitPassId),
        visitorTypeId: optionalLocalId('VisitorType', input.visitorTypeId),
        answers: input.answers,
      })
      return isFailure(visitPass) ? visitPass : { visitPass }
    },
  }),
)
