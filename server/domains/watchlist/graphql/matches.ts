import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { WatchlistDecisionType, WatchlistMatchStatusType } from './enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { translate } from '../../../infra/i18n'
import type { MatchReason } from '../matching/compare-person'
import { isOfficer } from '../policy'
import { decideWatchlistMatch } from '../use-cases/matches/decide-watchlist-match'
import { expectedPasses } from '../use-cases/matches/expected-passes'
import { listWatchlistMatches, waitsForAnother, withPersonsOf, type MatchRow } from '../use-cases/matches/list-watchlist-matches'

const WatchlistReason = builder.objectRef<MatchReason>('WatchlistReason').implement({
  description: 'Why a visitor may be somebody of the watchlist.',
  fields: (t) => ({
    code: t.string({ description: 'Stable machine-readable code.', resolve: (reason) => reason }),
    text: t.string({
      description: 'The same in words, in the language of the caller.',
      resolve: (reason, _, ctx) => translate(ctx.language, `watchlist.reasons.${reason}`),
    }),
  }),
})

builder.node('WatchlistMatch', {
  description: 'A visitor who may be somebody of the watchlist.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = isOfficer(ctx) ? await listWatchlistMatches(ctx, { where: { id: { in: ids } } }) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    status: t.expose('status', { type: WatchlistMatchStatusType, description: 'What became of it.' }),
    score: t.exposeInt('score', { description: 'How alike the two are, 0 to 100.' }),
    reasons: t.field({
      type: [WatchlistReason],
      description: 'Why; empty where one of the two is not known any more.',
      resolve: (row) => row.reasons,
    }),
    entry: t.field({ type: 'WatchlistEntry', description: 'Whom the list means.', resolve: (row) => row.entry }),
    visitor: t.field({ type: 'Visitor', description: 'Who comes.', resolve: (row) => row.visitor }),
    visitPasses: t.field({
      type: ['VisitPass'],
      description: 'The next passes of the visitor, at most ten.',
      resolve: ({ visitorId }, _, ctx) => expectedPasses(ctx, visitorId),
    }),
    foundAt: t.expose('foundAt', { type: 'DateTime', description: 'When it was noticed.' }),
    firstBy: t.exposeString('firstBy', { nullable: true, description: 'Of two people who admit somebody, the first.' }),
    firstAt: t.expose('firstAt', { type: 'DateTime', nullable: true, description: 'When the first did.' }),
    decidedBy: t.exposeString('decidedBy', { nullable: true, description: 'Who decided.' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true, description: 'When it was decided.' }),
    note: t.exposeString('note', { nullable: true, description: 'Why it was decided so.' }),
    waitsForAnother: t.boolean({
      description: 'Whether the caller has admitted the visitor, and another person has to as well.',
      resolve: (row, _, ctx) => waitsForAnother(ctx, row),
    }),
  }),
})

const WatchlistMatchFilter = builder.inputType('WatchlistMatchFilter', {
  description: 'Which possible matches.',
  fields: (t) => ({ status: t.field({ type: [WatchlistMatchStatusType], description: 'In one of these states.' }) }),
})

builder.queryField('watchlistMatches', (t) =>
  t.field({
    type: connections.WatchlistMatch,
    description: 'Visitors who may be somebody of the watchlist, oldest first; ask for `last` to see the newest.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: WatchlistMatchFilter, description: 'Which ones.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      const status = filter?.status ? { status: { in: filter.status } } : {}
      return listById(args, ({ where, ...page }) => listWatchlistMatches(ctx, { where: { ...where, ...status }, ...page }))
    },
  }),
)

const DecideWatchlistMatchInput = builder.inputType('DecideWatchlistMatchInput', {
  description: 'What is decided over a visitor, and why.',
  fields: (t) => ({
    watchlistMatchId: t.id({ required: true, description: 'Which match.' }),
    decision: t.field({ type: WatchlistDecisionType, required: true, description: 'Whether they may come.' }),
    note: t.string({ required: true, description: 'Why; only those who keep the list read it.' }),
  }),
})

const DecideWatchlistMatchSuccess = builder.objectRef<MatchRow>('DecideWatchlistMatchSuccess').implement({
  description: 'It is decided, or waits for another person’s yes.',
  fields: (t) => ({ watchlistMatch: t.field({ type: 'WatchlistMatch', description: 'The match.', resolve: (row) => row }) }),
})

builder.mutationField('decideWatchlistMatch', (t) =>
  t.field({
    type: resultUnion(
      'DecideWatchlistMatchResult',
      [DecideWatchlistMatchSuccess],
      ['NotFound', 'ConfirmationRequired', 'ValidationFailed'],
      'DecideWatchlistMatchSuccess',
    ),
    description: 'Decides over a visitor who may be somebody of the watchlist. Whoever is to be kept out is admitted by two people.',
    args: { input: t.arg({ type: DecideWatchlistMatchInput, required: true, description: 'What, and why.' }) },
    resolve: async (_, { input }, ctx) => {
      const match = await decideWatchlistMatch(ctx, { ...input, watchlistMatchId: localId('WatchlistMatch', input.watchlistMatchId) })
      return isFailure(match) ? match : withPersonsOf(ctx, match)
    },
  }),
)
