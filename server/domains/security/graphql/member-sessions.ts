import { builder } from '../../../graphql/builder'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { endMemberSessions, listMemberSessions } from '../use-cases/member-sessions'
import { memberAnswer, memberResult } from './members'

builder.queryField('memberSessions', (t) =>
  t.field({
    type: ['Session'],
    description: 'Where a person of the organization is signed in to act here, newest first; for those who manage people.',
    args: { memberId: t.arg.id({ required: true, description: 'The person.' }) },
    resolve: (_, { memberId }, ctx) => listMemberSessions(ctx, localId('Member', memberId)),
  }),
)

const EndMemberSessionsInput = builder.inputType('EndMemberSessionsInput', {
  description: 'Whom to sign out.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: 'The person.' }),
    sessionId: t.id({ description: 'Only of this session; of all in the organization where none is named.' }),
  }),
})

builder.mutationField('endMemberSessions', (t) =>
  t.field({
    type: memberResult('EndMemberSessions', 'The sessions have ended.'),
    description: 'Signs a person out of the organization within a second; they may sign in again. The session that asks goes on.',
    args: { input: t.arg({ type: EndMemberSessionsInput, required: true, description: 'Whom.' }) },
    resolve: (_, { input }, ctx) => {
      const sessionId = optionalLocalId('Session', input.sessionId)
      return memberAnswer(endMemberSessions(ctx, { memberId: localId('Member', input.memberId), sessionId }))
    },
  }),
)
