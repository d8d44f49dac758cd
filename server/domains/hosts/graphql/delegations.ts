import { isFailure, type Failure } from '../../../core/errors'
import type { HostDelegation } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { endDelegation, nameDelegate, setDelegationNotices } from '../use-cases/delegations'
import { actingFor, delegatesOf, delegationsTo, findDelegations, type ActingForRow } from '../use-cases/find-delegations'
import { profileAnswer, profileResult } from './profile'

builder.node('HostDelegation', {
  description: 'That one host lets another act for them.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findDelegations(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    host: t.field({ type: 'Host', description: 'For whom.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
    delegate: t.field({
      type: 'Host',
      description: 'Who acts.',
      resolve: ({ delegateId }, _, ctx) => ctx.load.related('Host', delegateId),
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', nullable: true, description: 'From when; null from the beginning.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', nullable: true, description: 'Until when; null without an end.' }),
    isTold: t.exposeBoolean('isTold', { description: 'Whether the delegate is told what the host is told.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it was ended; null while it holds.' }),
  }),
})

builder.objectFields('HostProfile', (t) => ({
  delegates: t.field({
    type: ['HostDelegation'],
    description: 'Who acts for them, now or later.',
    resolve: ({ hostId }, _, ctx) => delegatesOf(ctx, hostId),
  }),
  delegations: t.field({
    type: ['HostDelegation'],
    description: 'For whom they act, now or later.',
    resolve: ({ hostId }, _, ctx) => delegationsTo(ctx, hostId),
  }),
}))

const ActingFor = builder.objectRef<ActingForRow>('ActingFor').implement({
  description: 'A host for whom the caller acts.',
  fields: (t) => ({
    host: t.field({ type: 'Host', description: 'Whom.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
    mayChange: t.exposeBoolean('mayChange', {
      description: 'Whether the caller books and changes their visits; a deputy only sees who comes.',
    }),
  }),
})

builder.queryField('actingFor', (t) =>
  t.field({
    type: [ActingFor],
    description: 'For whom the caller acts now: by a delegation, or standing in for somebody who is away.',
    resolve: (_, __, ctx) => actingFor(ctx),
  }),
)

const NameDelegateInput = builder.inputType('NameDelegateInput', {
  description: 'Who shall act for a host.',
  fields: (t) => ({
    hostId: t.id({ description: 'For whom; left out, for the caller.' }),
    delegateId: t.id({ required: true, description: 'The host who acts.' }),
    startsAt: t.field({ type: 'DateTime', description: 'From when; left out, at once.' }),
    endsAt: t.field({ type: 'DateTime', description: 'Until when; left out, until it is ended.' }),
  }),
})

const EndDelegationInput = builder.inputType('EndDelegationInput', {
  description: 'What to end.',
  fields: (t) => ({ hostDelegationId: t.id({ required: true, description: 'Which.' }) }),
})

const SetDelegationNoticesInput = builder.inputType('SetDelegationNoticesInput', {
  description: 'Whether a delegate is told what the host is told.',
  fields: (t) => ({
    hostDelegationId: t.id({ required: true, description: 'Which.' }),
    isTold: t.boolean({ required: true, description: 'Whether.' }),
  }),
})

const delegationResult = (name: string, description: string) => {
  const success = builder.objectRef<{ delegation: HostDelegation }>(`${name}Success`).implement({
    description,
    fields: (t) => ({
      delegation: t.field({ type: 'HostDelegation', description: 'As it stands now.', resolve: ({ delegation }) => delegation }),
    }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const answer = async (work: Promise<HostDelegation | Failure>) => {
  const delegation = await work
  return isFailure(delegation) ? delegation : { delegation }
}

builder.mutationFields((t) => ({
  nameDelegate: t.field({
    type: profileResult('NameDelegate', 'The delegate acts for the host.'),
    description: 'Lets a host act for another: see, make, change and call off their visits, as far as they themselves may.',
    args: { input: t.arg({ type: NameDelegateInput, required: true, description: 'Who, for whom.' }) },
    resolve: (_, { input }, ctx) => {
      const ids = { hostId: optionalLocalId('Host', input.hostId), delegateId: localId('Host', input.delegateId) }
      return profileAnswer(nameDelegate(ctx, { ...input, ...ids }))
    },
  }),
  endDelegation: t.field({
    type: delegationResult('EndDelegation', 'Nobody acts for the host by it any more.'),
    description: 'Ends at once what somebody may do for a host: by the host, by the delegate, by whoever manages people.',
    args: { input: t.arg({ type: EndDelegationInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(endDelegation(ctx, { hostDelegationId: localId('HostDelegation', input.hostDelegationId) })),
  }),
  setDelegationNotices: t.field({
    type: delegationResult('SetDelegationNotices', 'So it is.'),
    description: 'Says whether the caller, who acts for a host, is told what the host is told.',
    args: { input: t.arg({ type: SetDelegationNoticesInput, required: true, description: 'Which, and whether.' }) },
    resolve: (_, { input }, ctx) =>
      answer(setDelegationNotices(ctx, { ...input, hostDelegationId: localId('HostDelegation', input.hostDelegationId) })),
  }),
}))
