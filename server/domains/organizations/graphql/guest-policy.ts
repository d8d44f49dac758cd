import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { findGuestPolicy, setGuestPolicy, type GuestRules } from '../use-cases/guest-policy'

const GuestPolicyType = builder.objectRef<GuestRules>('GuestPolicy').implement({
  description: 'What guests may do by themselves, and whom they ask about what is held of them.',
  fields: (t) => ({
    companions: t.exposeInt('companions', { description: 'How many people a guest may bring along, unless the visit says otherwise.' }),
    privacyContact: t.exposeString('privacyContact', {
      nullable: true,
      description: 'Whom guests ask about their data: an address, a phone number or a page, as they read it.',
    }),
  }),
})

builder.queryField('guestPolicy', (t) =>
  t.field({ type: GuestPolicyType, description: 'What holds for guests.', resolve: (_, __, ctx) => findGuestPolicy(ctx) }),
)

const SetGuestPolicyInput = builder.inputType('SetGuestPolicyInput', {
  description: 'What shall hold for guests: all of it.',
  fields: (t) => ({
    companions: t.int({ required: true, description: 'How many people a guest may bring along, 0 to 20.' }),
    privacyContact: t.string({ description: 'Whom guests ask about their data.' }),
  }),
})

const SetGuestPolicySuccess = builder.objectRef<{ guestPolicy: GuestRules }>('SetGuestPolicySuccess').implement({
  description: 'It holds from now on.',
  fields: (t) => ({
    guestPolicy: t.field({ type: GuestPolicyType, description: 'The policy.', resolve: ({ guestPolicy }) => guestPolicy }),
  }),
})

builder.mutationField('setGuestPolicy', (t) =>
  t.field({
    type: resultUnion('SetGuestPolicyResult', [SetGuestPolicySuccess], ['ValidationFailed'], 'SetGuestPolicySuccess'),
    description: 'Sets what guests may do by themselves.',
    args: { input: t.arg({ type: SetGuestPolicyInput, required: true, description: 'What shall hold.' }) },
    resolve: async (_, { input }, ctx) => {
      const guestPolicy = await setGuestPolicy(ctx, { companions: input.companions, privacyContact: input.privacyContact })
      return isFailure(guestPolicy) ? guestPolicy : { guestPolicy }
    },
  }),
)
