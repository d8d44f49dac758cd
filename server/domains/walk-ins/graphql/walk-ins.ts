import { isFailure } from '../../../core/errors'
import type { AppointmentRow } from '../../../core/rows'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { VisitorAnswerInput } from '../../../graphql/visitor-answer-input'
import { registerWalkIn } from '../use-cases/register-walk-in'

const WalkInVisitorInput = builder.inputType('WalkInVisitorInput', {
  description: 'Who stands at the reception.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Full name, as on the identity document.' }),
    email: t.string({ description: 'Where the pass is sent, if they are received.' }),
    phone: t.string({ description: 'Phone; Russian numbers may be given without the country code.' }),
    company: t.string({ description: 'Where they come from.' }),
  }),
})

const RegisterWalkInInput = builder.inputType('RegisterWalkInInput', {
  description: 'Somebody who came without an invitation.',
  fields: (t) => ({
    visitor: t.field({ type: WalkInVisitorInput, required: true, description: 'Who they are.' }),
    siteId: t.id({ required: true, description: 'At which site.' }),
    hostId: t.id({ required: true, description: 'Whom they want to see: asked whether they are received.' }),
    visitorTypeId: t.id({ description: 'What kind of visitor they are; default: the default of the organization, where it has one.' }),
    answers: t.field({ type: [VisitorAnswerInput], description: 'What the type asks the host, answered at the desk.' }),
    purpose: t.string({ description: 'What for.' }),
    hours: t.int({ defaultValue: 2, description: 'For how many hours, from now on; 12 at most.' }),
    documentSeen: t.boolean({ defaultValue: false, description: 'Whether their identity document was looked at.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours gives the first result.' }),
  }),
})

const RegisterWalkInSuccess = builder.objectRef<{ appointment: AppointmentRow }>('RegisterWalkInSuccess').implement({
  description: 'The visit is registered; its pass is signed once the host has agreed, and whoever else has to.',
  fields: (t) => ({ appointment: t.expose('appointment', { type: 'Appointment', description: 'The visit.' }) }),
})

builder.mutationField('registerWalkIn', (t) =>
  t.field({
    type: resultUnion(
      'RegisterWalkInResult',
      [RegisterWalkInSuccess],
      ['ValidationFailed', 'NotFound', 'IdempotencyKeyReused'],
      'RegisterWalkInSuccess',
    ),
    description:
      'Registers somebody who came without an invitation. Their host is asked at once; others after five minutes without an answer.',
    args: { input: t.arg({ type: RegisterWalkInInput, required: true, description: 'Who, and to whom.' }) },
    resolve: async (_, { input }, ctx) => {
      const ids = {
        siteId: localId('Site', input.siteId),
        hostId: localId('Host', input.hostId),
        visitorTypeId: optionalLocalId('VisitorType', input.visitorTypeId),
      }
      const appointment = await registerWalkIn(ctx, {
        ...input,
        ...ids,
        hours: input.hours ?? 2,
        documentSeen: input.documentSeen ?? false,
      })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
)
