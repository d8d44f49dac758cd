import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { WatchlistActionType } from './enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { isOfficer, officerOf } from '../policy'
import { confirmWatchlistImport, importWatchlist, type ImportProblem } from '../use-cases/entries/import-watchlist'
import { listWatchlistImports, withWaitingOf, type ImportRow } from '../use-cases/entries/list-watchlist-imports'

builder.node('WatchlistImport', {
  description: 'A list of names that somebody brought into the watchlist.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = isOfficer(ctx) ? await listWatchlistImports(ctx, { where: { id: { in: ids } } }) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    createdBy: t.exposeString('createdBy', { nullable: true, description: 'Who brought it in.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    added: t.exposeInt('added', { description: 'People of it who were put on the list.' }),
    duplicates: t.exposeInt('duplicates', { description: 'Rows of people who were on the list under the same name.' }),
    waiting: t.exposeInt('waiting', { description: 'People of it who shall be kept out and wait for a second person.' }),
    mayConfirm: t.boolean({
      description: 'Whether the caller can be the second person for them.',
      resolve: ({ waiting, createdById }, _, ctx) => waiting > 0 && createdById !== officerOf(ctx),
    }),
  }),
})

builder.queryField('watchlistImports', (t) =>
  t.field({
    type: connections.WatchlistImport,
    description: 'Lists of names that were brought in, oldest first; ask for `last` to see the newest.',
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => listById(args, (page) => listWatchlistImports(ctx, page)),
  }),
)

const WatchlistImportProblem = builder.objectRef<ImportProblem>('WatchlistImportProblem').implement({
  description: 'A row that names nobody who can be put on the list, and why.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'The line that whoever sent it named.' }),
    message: t.exposeString('message', { description: 'What is wrong, and what to do.' }),
  }),
})

const WatchlistRowInput = builder.inputType('WatchlistRowInput', {
  description: 'A row of a list of names. What is wrong with it is told of it, and the other rows are taken.',
  fields: (t) => ({
    line: t.int({ required: true, description: 'The line by which the sender finds it again, from 1.' }),
    name: t.string({ description: 'Full name.' }),
    aliases: t.stringList({ description: 'Other names and spellings; 10 at most.' }),
    email: t.string({ description: 'E-mail.' }),
    phone: t.string({ description: 'Phone.' }),
    company: t.string({ description: 'Where they come from.' }),
    reason: t.string({ description: 'Why they are on the list.' }),
    validUntil: t.field({ type: 'DateTime', description: 'Until when it counts.' }),
  }),
})

const ImportWatchlistInput = builder.inputType('ImportWatchlistInput', {
  description: 'A part of a list of names.',
  fields: (t) => ({
    watchlistImportId: t.id({ description: 'The list that it goes on with; a new one is begun where none is given.' }),
    action: t.field({ type: WatchlistActionType, required: true, description: 'What is done when they come.' }),
    rows: t.field({ type: [WatchlistRowInput], required: true, description: '1 to 100 rows.' }),
  }),
})

const ConfirmWatchlistImportInput = builder.inputType('ConfirmWatchlistImportInput', {
  description: 'A list of names to agree to.',
  fields: (t) => ({ watchlistImportId: t.id({ required: true, description: 'Which list.' }) }),
})

interface Imported {
  list: ImportRow
  problems: ImportProblem[]
}

const ImportWatchlistSuccess = builder.objectRef<Imported>('ImportWatchlistSuccess').implement({
  description: 'The rows that can be used are on the list.',
  fields: (t) => ({
    watchlistImport: t.field({ type: 'WatchlistImport', description: 'The list of names.', resolve: ({ list }) => list }),
    problems: t.expose('problems', { type: [WatchlistImportProblem], description: 'Rows that cannot be used.' }),
  }),
})

const ConfirmWatchlistImportSuccess = builder.objectRef<{ confirmed: number }>('ConfirmWatchlistImportSuccess').implement({
  description: 'They are kept out from now on.',
  fields: (t) => ({ confirmed: t.exposeInt('confirmed', { description: 'How many people.' }) }),
})

builder.mutationFields((t) => ({
  importWatchlist: t.field({
    type: resultUnion('ImportWatchlistResult', [ImportWatchlistSuccess], ['NotFound', 'ValidationFailed'], 'ImportWatchlistSuccess'),
    description: 'Puts people of a list of names on the watchlist, up to a hundred at a time. The same part sent again changes nothing.',
    args: { input: t.arg({ type: ImportWatchlistInput, required: true, description: 'Whom.' }) },
    resolve: async (_, { input }, ctx) => {
      const done = await importWatchlist(ctx, { ...input, watchlistImportId: optionalLocalId('WatchlistImport', input.watchlistImportId) })
      return isFailure(done) ? done : { list: await withWaitingOf(ctx, done.import), problems: done.problems }
    },
  }),
  confirmWatchlistImport: t.field({
    type: resultUnion(
      'ConfirmWatchlistImportResult',
      [ConfirmWatchlistImportSuccess],
      ['NotFound', 'ConfirmationRequired', 'ValidationFailed'],
      'ConfirmWatchlistImportSuccess',
    ),
    description: 'Agrees, as the second person, that all of a list of names who shall be kept out are.',
    args: { input: t.arg({ type: ConfirmWatchlistImportInput, required: true, description: 'Which list.' }) },
    resolve: (_, { input }, ctx) => confirmWatchlistImport(ctx, { watchlistImportId: localId('WatchlistImport', input.watchlistImportId) }),
  }),
}))
