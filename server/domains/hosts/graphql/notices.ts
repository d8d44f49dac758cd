import { hostNoticeKinds } from '#shared/schemas/hosts'
import { builder } from '../../../graphql/builder'
import { HostNoticeKindType } from './enums'
import { optionalLocalId } from '../../../graphql/global-id'
import type { HostNoticeKind } from '#shared/schemas/hosts'
import { choicesOf, setHostNotices } from '../use-cases/notice-choices'
import { profileAnswer, profileResult } from './profile'

const HostNoticeChoice = builder.objectRef<{ kind: HostNoticeKind; byMail: boolean; onPage: boolean }>('HostNoticeChoice').implement({
  description: 'How a host is told of a thing.',
  fields: (t) => ({
    kind: t.expose('kind', { type: HostNoticeKindType, description: 'Of what.' }),
    byMail: t.exposeBoolean('byMail', { description: 'By mail.' }),
    onPage: t.exposeBoolean('onPage', { description: 'In the calendar, while it is open.' }),
  }),
})

builder.objectField('HostProfile', 'notices', (t) =>
  t.field({
    type: [HostNoticeChoice],
    description: 'Of what the host is told, and how.',
    resolve: async ({ hostId }, _, ctx) => {
      const choices = await choicesOf(ctx, hostId)
      return hostNoticeKinds.map((kind) => ({ kind, ...choices[kind] }))
    },
  }),
)

const HostNoticeChoiceInput = builder.inputType('HostNoticeChoiceInput', {
  description: 'How to be told of a thing.',
  fields: (t) => ({
    kind: t.field({ type: HostNoticeKindType, required: true, description: 'Of what.' }),
    byMail: t.boolean({ required: true, description: 'By mail.' }),
    onPage: t.boolean({ required: true, description: 'In the calendar, while it is open.' }),
  }),
})

const SetHostNoticesInput = builder.inputType('SetHostNoticesInput', {
  description: 'How a host is to be told.',
  fields: (t) => ({
    hostId: t.id({ description: 'Who; left out, the caller.' }),
    choices: t.field({ type: [HostNoticeChoiceInput], required: true, description: 'Of what, and how; what is not named stays.' }),
  }),
})

builder.mutationField('setHostNotices', (t) =>
  t.field({
    type: profileResult('SetHostNotices', 'So they are told.'),
    description: 'Says of what a host is told, and how.',
    args: { input: t.arg({ type: SetHostNoticesInput, required: true, description: 'Who, and how.' }) },
    resolve: (_, { input }, ctx) => profileAnswer(setHostNotices(ctx, { ...input, hostId: optionalLocalId('Host', input.hostId) })),
  }),
)
