import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { findWatchlistPolicy, setWatchlistPolicy, type Watchfulness } from '../use-cases/watchlist-policy'

const WatchlistPolicy = builder.objectRef<Watchfulness>('WatchlistPolicy').implement({
  description: 'How the organization keeps its watchlist.',
  fields: (t) => ({
    threshold: t.exposeInt('threshold', { description: 'The score from which on a visitor is looked at, 60 to 100.' }),
    waitingText: t.exposeString('waitingText', {
      nullable: true,
      description: 'What guests are told while a pass waits; null: the usual words.',
    }),
  }),
})

builder.queryField('watchlistPolicy', (t) =>
  t.field({
    type: WatchlistPolicy,
    description: 'How the organization keeps its watchlist.',
    resolve: (_, __, ctx) => findWatchlistPolicy(ctx),
  }),
)

const SetWatchlistPolicyInput = builder.inputType('SetWatchlistPolicyInput', {
  description: 'How the watchlist is to be kept.',
  fields: (t) => ({
    threshold: t.int({ required: true, description: 'The score from which on a visitor is looked at, 60 to 100.' }),
    waitingText: t.string({ description: 'What guests are told while a pass waits; 300 characters at most.' }),
  }),
})

const SetWatchlistPolicySuccess = builder.objectRef<{ policy: Watchfulness }>('SetWatchlistPolicySuccess').implement({
  description: 'It is kept so from now on; those who are expected are looked at again.',
  fields: (t) => ({ policy: t.field({ type: WatchlistPolicy, description: 'The policy.', resolve: ({ policy }) => policy }) }),
})

builder.mutationField('setWatchlistPolicy', (t) =>
  t.field({
    type: resultUnion('SetWatchlistPolicyResult', [SetWatchlistPolicySuccess], ['ValidationFailed'], 'SetWatchlistPolicySuccess'),
    description: 'Sets from which score on visitors are looked at, and what they are told meanwhile.',
    args: { input: t.arg({ type: SetWatchlistPolicyInput, required: true, description: 'How.' }) },
    resolve: async (_, { input }, ctx) => {
      const policy = await setWatchlistPolicy(ctx, input)
      return isFailure(policy) ? policy : { policy }
    },
  }),
)
