import { isFailure, type Failure } from '../../../core/errors'
import type { WatchlistEntry } from '../../../generated/prisma/client'
import type { GraphqlContext } from '../../../graphql/context'
import { builder } from '../../../graphql/builder'
import { WatchlistActionType, WatchlistProposalType } from './enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { addWatchlistEntry } from '../use-cases/entries/add-watchlist-entry'
import { changeWatchlistEntry } from '../use-cases/entries/change-watchlist-entry'
import { withRecord, type EntryRow } from '../use-cases/entries/list-watchlist-entries'
import { decideWatchlistProposal, proposeWatchlistChange } from '../use-cases/entries/propose-watchlist-change'

type Fields = Parameters<NonNullable<Parameters<typeof builder.inputType>[1]['fields']>>[0]

const person = (t: Fields) => ({
  name: t.string({ required: true, description: 'Full name.' }),
  aliases: t.stringList({ description: 'Other names, spellings and nicknames; 10 at most.' }),
  email: t.string({ description: 'E-mail.' }),
  phone: t.string({ description: 'Phone.' }),
  company: t.string({ description: 'Where they come from.' }),
  reason: t.string({ required: true, description: 'Why they are on the list; only those who keep it read this.' }),
  siteId: t.id({ description: 'Where it counts; everywhere where none is given.' }),
  validUntil: t.field({ type: 'DateTime', description: 'Until when it counts; for good where nothing is said.' }),
})

const AddWatchlistEntryInput = builder.inputType('AddWatchlistEntryInput', {
  description: 'Somebody to put on the watchlist.',
  fields: (t) => ({
    ...person(t),
    action: t.field({
      type: WatchlistActionType,
      required: true,
      description: 'What is done when they come; BLOCK counts as REVIEW until a second person agrees.',
    }),
  }),
})

const ChangeWatchlistEntryInput = builder.inputType('ChangeWatchlistEntryInput', {
  description: 'What the watchlist says of somebody from now on; it can say more, not less.',
  fields: (t) => ({ watchlistEntryId: t.id({ required: true, description: 'Which entry.' }), ...person(t) }),
})

const ProposeWatchlistChangeInput = builder.inputType('ProposeWatchlistChangeInput', {
  description: 'A change that takes two people.',
  fields: (t) => ({
    watchlistEntryId: t.id({ required: true, description: 'Which entry.' }),
    proposal: t.field({ type: WatchlistProposalType, required: true, description: 'What is to be done.' }),
  }),
})

const DecideWatchlistProposalInput = builder.inputType('DecideWatchlistProposalInput', {
  description: 'What the second person says.',
  fields: (t) => ({
    watchlistEntryId: t.id({ required: true, description: 'Which entry.' }),
    agrees: t.boolean({ required: true, description: 'Whether it is done; no takes the proposal back.' }),
  }),
})

const success = (name: string, description: string) =>
  builder.objectRef<EntryRow>(name).implement({
    description,
    fields: (t) => ({ watchlistEntry: t.field({ type: 'WatchlistEntry', description: 'The entry.', resolve: (row) => row }) }),
  })

const AddWatchlistEntrySuccess = success('AddWatchlistEntrySuccess', 'They are on the list; those who are expected are looked at.')
const ChangeWatchlistEntrySuccess = success('ChangeWatchlistEntrySuccess', 'The entry says so from now on.')
const ProposeWatchlistChangeSuccess = success('ProposeWatchlistChangeSuccess', 'It waits for a second person.')
const DecideWatchlistProposalSuccess = success('DecideWatchlistProposalSuccess', 'It is done, or taken back.')

const answer = async (ctx: GraphqlContext, entry: WatchlistEntry | Failure): Promise<EntryRow | Failure> =>
  isFailure(entry) ? entry : withRecord(ctx, entry)

const usual = ['NotFound', 'ValidationFailed'] as const

builder.mutationFields((t) => ({
  addWatchlistEntry: t.field({
    type: resultUnion('AddWatchlistEntryResult', [AddWatchlistEntrySuccess], [...usual], 'AddWatchlistEntrySuccess'),
    description: 'Puts somebody on the watchlist.',
    args: { input: t.arg({ type: AddWatchlistEntryInput, required: true, description: 'Whom.' }) },
    resolve: async (_, { input }, ctx) =>
      answer(ctx, await addWatchlistEntry(ctx, { ...input, aliases: input.aliases ?? [], siteId: optionalLocalId('Site', input.siteId) })),
  }),
  changeWatchlistEntry: t.field({
    type: resultUnion('ChangeWatchlistEntryResult', [ChangeWatchlistEntrySuccess], [...usual], 'ChangeWatchlistEntrySuccess'),
    description: 'Has the watchlist say more of somebody. Earlier names go on counting; less takes two people.',
    args: { input: t.arg({ type: ChangeWatchlistEntryInput, required: true, description: 'What.' }) },
    resolve: async (_, { input }, ctx) => {
      const ids = { watchlistEntryId: localId('WatchlistEntry', input.watchlistEntryId), siteId: optionalLocalId('Site', input.siteId) }
      return answer(ctx, await changeWatchlistEntry(ctx, { ...input, aliases: input.aliases ?? [], ...ids }))
    },
  }),
}))

builder.mutationFields((t) => ({
  proposeWatchlistChange: t.field({
    type: resultUnion('ProposeWatchlistChangeResult', [ProposeWatchlistChangeSuccess], [...usual], 'ProposeWatchlistChangeSuccess'),
    description: 'Asks a second person to agree that somebody is kept out, or taken off the watchlist.',
    args: { input: t.arg({ type: ProposeWatchlistChangeInput, required: true, description: 'What.' }) },
    resolve: async (_, { input }, ctx) =>
      answer(ctx, await proposeWatchlistChange(ctx, { ...input, watchlistEntryId: localId('WatchlistEntry', input.watchlistEntryId) })),
  }),
  decideWatchlistProposal: t.field({
    type: resultUnion(
      'DecideWatchlistProposalResult',
      [DecideWatchlistProposalSuccess],
      [...usual, 'ConfirmationRequired'],
      'DecideWatchlistProposalSuccess',
    ),
    description: 'Agrees to a change of the watchlist as the second person, or takes it back. Nobody agrees to their own.',
    args: { input: t.arg({ type: DecideWatchlistProposalInput, required: true, description: 'What one says.' }) },
    resolve: async (_, { input }, ctx) =>
      answer(ctx, await decideWatchlistProposal(ctx, { ...input, watchlistEntryId: localId('WatchlistEntry', input.watchlistEntryId) })),
  }),
}))
