import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { NotToAdmitDecisionType } from './enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { askNotToAdmit, decideNotToAdmit } from '../use-cases/entries/ask-not-to-admit'
import { withRecord, type EntryRow } from '../use-cases/entries/list-watchlist-entries'

const AskNotToAdmitInput = builder.inputType('AskNotToAdmitInput', {
  description: 'Whom security is asked not to admit, and why.',
  fields: (t) => ({
    visitorId: t.id({ required: true, description: 'Which visitor.' }),
    reason: t.string({ required: true, description: 'Why; only those who keep the list read it.' }),
  }),
})

const DecideNotToAdmitInput = builder.inputType('DecideNotToAdmitInput', {
  description: 'What is answered to a colleague’s wish.',
  fields: (t) => ({
    watchlistEntryId: t.id({ required: true, description: 'The entry that waits.' }),
    decision: t.field({ type: NotToAdmitDecisionType, required: true, description: 'What is done.' }),
  }),
})

const AskNotToAdmitSuccess = builder.objectRef<{ asked: boolean }>('AskNotToAdmitSuccess').implement({
  description: 'Security is asked; nothing changes for the visitor before it has decided.',
  fields: (t) => ({ asked: t.exposeBoolean('asked', { description: 'Always true.' }) }),
})

const DecideNotToAdmitSuccess = builder.objectRef<EntryRow>('DecideNotToAdmitSuccess').implement({
  description: 'The wish is answered.',
  fields: (t) => ({ watchlistEntry: t.field({ type: 'WatchlistEntry', description: 'The entry.', resolve: (row) => row }) }),
})

builder.mutationFields((t) => ({
  askNotToAdmit: t.field({
    type: resultUnion('AskNotToAdmitResult', [AskNotToAdmitSuccess], ['NotFound', 'ValidationFailed'], 'AskNotToAdmitSuccess'),
    description: 'Asks security not to admit a visitor.',
    args: { input: t.arg({ type: AskNotToAdmitInput, required: true, description: 'Whom, and why.' }) },
    resolve: async (_, { input }, ctx) => {
      const entry = await askNotToAdmit(ctx, { ...input, visitorId: localId('Visitor', input.visitorId) })
      return isFailure(entry) ? entry : { asked: true }
    },
  }),
  decideNotToAdmit: t.field({
    type: resultUnion('DecideNotToAdmitResult', [DecideNotToAdmitSuccess], ['NotFound', 'ValidationFailed'], 'DecideNotToAdmitSuccess'),
    description: 'Decides over a colleague’s wish that a visitor is not admitted.',
    args: { input: t.arg({ type: DecideNotToAdmitInput, required: true, description: 'What is answered.' }) },
    resolve: async (_, { input }, ctx) => {
      const entry = await decideNotToAdmit(ctx, { ...input, watchlistEntryId: localId('WatchlistEntry', input.watchlistEntryId) })
      return isFailure(entry) ? entry : withRecord(ctx, entry)
    },
  }),
}))
