import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { findRetentionPolicy, setRetentionPolicy, type Retention } from '../use-cases/retention-policy'

const RetentionPolicyType = builder.objectRef<Retention>('RetentionPolicy').implement({
  description: 'How long the organization keeps what it knows of visitors, in days after their last visit.',
  fields: (t) => ({
    contactDays: t.exposeInt('contactDays', { nullable: true, description: 'Days for e-mail and phone; null: as long as the person.' }),
    visitorDays: t.exposeInt('visitorDays', { nullable: true, description: 'Days until the person is erased; null: never.' }),
  }),
})

builder.queryField('retentionPolicy', (t) =>
  t.field({
    type: RetentionPolicyType,
    description: 'How long visitors are kept.',
    resolve: (_, __, ctx) => findRetentionPolicy(ctx),
  }),
)

const SetRetentionPolicyInput = builder.inputType('SetRetentionPolicyInput', {
  description: 'How long to keep what is known of visitors.',
  fields: (t) => ({
    contactDays: t.int({ description: 'Days after the last visit for e-mail and phone, 1 to 3650; null: as long as the person.' }),
    visitorDays: t.int({ description: 'Days after the last visit until the person is erased, 1 to 3650; null: never.' }),
  }),
})

const SetRetentionPolicySuccess = builder.objectRef<{ retentionPolicy: Retention }>('SetRetentionPolicySuccess').implement({
  description: 'The policy holds; what is older goes within the hour.',
  fields: (t) => ({
    retentionPolicy: t.field({ type: RetentionPolicyType, description: 'The policy.', resolve: ({ retentionPolicy }) => retentionPolicy }),
  }),
})

builder.mutationField('setRetentionPolicy', (t) =>
  t.field({
    type: resultUnion(
      'SetRetentionPolicyResult',
      [SetRetentionPolicySuccess],
      ['ConfirmationRequired', 'ValidationFailed'],
      'SetRetentionPolicySuccess',
    ),
    description: 'Sets how long visitors are kept.',
    args: { input: t.arg({ type: SetRetentionPolicyInput, required: true, description: 'How long.' }) },
    resolve: async (_, { input }, ctx) => {
      const { contactDays = null, visitorDays = null } = input
      const retentionPolicy = await setRetentionPolicy(ctx, { contactDays, visitorDays })
      return isFailure(retentionPolicy) ? retentionPolicy : { retentionPolicy }
    },
  }),
)
