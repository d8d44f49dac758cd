import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { LocaleType, VisitPassTypeType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { VisitorAnswerInput } from '../../../graphql/visitor-answer-input'
import { inviteGuest } from '../use-cases/invite-guest'
import { visitSuccess } from './success'

const VisitorInput = builder.inputType('VisitorInput', {
  description: 'Who is invited.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Full name, as on the identity document.' }),
    email: t.string({ description: 'Where the invite goes.' }),
    phone: t.string({ description: 'Phone; Russian numbers may be given without the country code.' }),
    company: t.string({ description: 'Where they come from.' }),
    locale: t.field({ type: LocaleType, description: 'Language they are written to in; default: the language of the caller.' }),
    answers: t.field({
      type: [VisitorAnswerInput],
      description: 'What the host answers about this guest, in place of the same answers about all.',
    }),
  }),
})

const InviteGuestInput = builder.inputType('InviteGuestInput', {
  description: 'A visit to book.',
  fields: (t) => ({
    visitor: t.field({ type: VisitorInput, required: true, description: 'Who is invited.' }),
    others: t.field({ type: [VisitorInput], description: 'Who else comes to the same visit, 49 at most: each gets a pass of their own.' }),
    siteId: t.id({ required: true, description: 'Where to.' }),
    hostId: t.id({ description: 'By whom; default: the signed-in host. Required for everyone else.' }),
    coHostIds: t.idList({ description: 'Who receives the guests beside the host, 10 at most.' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: 'When it starts.' }),
    endsAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it ends: after its start, not in the past, at most 14 days long.',
    }),
    title: t.string({ description: 'What it is about; the guest sees it.' }),
    roomId: t.id({ description: 'In which room of the site.' }),
    passType: t.field({ type: VisitPassTypeType, defaultValue: 'SINGLE', description: 'What kind of pass the guest gets.' }),
    visitorTypeId: t.id({ description: 'What kind of visitors they are; default: the default of the organization, where it has one.' }),
    answers: t.field({ type: [VisitorAnswerInput], description: 'What the host answers about every guest, as the type asks.' }),
    groupSize: t.int({
      description: 'How many people come on the one pass of a GROUP, from 2 to 500: so many are let in. Absent: as many as come.',
    }),
    message: t.string({ description: 'Words to the guest.' }),
    receptionNote: t.string({ description: 'Words to the staff who receive the guest; the guest never sees them.' }),
    recurrence: t.string({
      description:
        'How the visit repeats: RFC 5545’s RRULE, daily at most, by the wall clock of the site. Visits of the next year are booked at once.',
    }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours gives the first result.' }),
  }),
})

builder.mutationFields((t) => ({
  inviteGuest: t.field({
    type: resultUnion(
      'InviteGuestResult',
      [visitSuccess('InviteGuestSuccess', 'The visit is booked: its passes are DRAFT with inviteUrl; they become ACTIVE within seconds.')],
      ['ValidationFailed', 'NotFound', 'QuotaReached', 'IdempotencyKeyReused'],
      'InviteGuestSuccess',
    ),
    description: 'Books a visit. The signed pass and the invite follow within seconds.',
    args: { input: t.arg({ type: InviteGuestInput, required: true, description: 'The visit.' }) },
    resolve: async (_, { input }, ctx) => {
      const ids = {
        siteId: localId('Site', input.siteId),
        hostId: optionalLocalId('Host', input.hostId),
        roomId: optionalLocalId('Room', input.roomId),
        visitorTypeId: optionalLocalId('VisitorType', input.visitorTypeId),
        coHostIds: input.coHostIds?.map((id) => localId('Host', String(id))),
      }
      const appointment = await inviteGuest(ctx, { ...input, ...ids })
      return isFailure(appointment) ? appointment : { appointment }
    },
  }),
}))
