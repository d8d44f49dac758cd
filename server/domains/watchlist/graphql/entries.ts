import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { WatchlistActionType, WatchlistProposalType, WatchlistStatusType } from './enums'
import { optionalLocalId } from '../../../graphql/global-id'
import { isOfficer } from '../policy'
import { listWatchlistEntries, mayConfirm } from '../use-cases/entries/list-watchlist-entries'

builder.node('WatchlistEntry', {
  description: 'Somebody whom the organization wants to look at, or to keep out.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = isOfficer(ctx) ? await listWatchlistEntries(ctx, { where: { id: { in: ids } } }) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.string({ description: 'Whom it means; empty where it means exactly one visitor.', resolve: ({ record }) => record.name }),
    aliases: t.stringList({ description: 'Other names and spellings.', resolve: ({ record }) => record.aliases }),
    email: t.string({ nullable: true, description: 'Their e-mail.', resolve: ({ record }) => record.email }),
    phone: t.string({ nullable: true, description: 'Their phone.', resolve: ({ record }) => record.phone }),
    company: t.string({ nullable: true, description: 'Where they come from.', resolve: ({ record }) => record.company }),
    reason: t.string({ description: 'Why they are on the list.', resolve: ({ record }) => record.reason }),
    action: t.expose('action', { type: WatchlistActionType, description: 'What is done when they come.' }),
    status: t.expose('status', { type: WatchlistStatusType, description: 'Where it stands.' }),
    proposal: t.expose('proposal', { type: WatchlistProposalType, nullable: true, description: 'What waits for a second person.' }),
    proposedBy: t.exposeString('proposedBy', { nullable: true, description: 'Who proposed it.' }),
    proposedAt: t.expose('proposedAt', { type: 'DateTime', nullable: true, description: 'When it was proposed.' }),
    mayConfirm: t.boolean({ description: 'Whether the caller can be the second person.', resolve: (row, _, ctx) => mayConfirm(ctx, row) }),
    validUntil: t.expose('validUntil', { type: 'DateTime', nullable: true, description: 'Until when it counts; null: for good.' }),
    site: t.field({
      type: 'Site',
      nullable: true,
      description: 'Where it counts; null: everywhere.',
      resolve: ({ siteId }, _, ctx) => (siteId ? ctx.load.related('Site', siteId) : null),
    }),
    visitor: t.field({
      type: 'Visitor',
      nullable: true,
      description: 'The one visitor whom it means; null: whoever is called so.',
      resolve: ({ visitorId }, _, ctx) => (visitorId ? ctx.load.related('Visitor', visitorId) : null),
    }),
    createdBy: t.exposeString('createdBy', { nullable: true, description: 'Who put them on the list, or asked for it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it was removed or declined.' }),
  }),
})

const WatchlistFilter = builder.inputType('WatchlistFilter', {
  description: 'Which entries of the watchlist.',
  fields: (t) => ({
    search: t.string({ description: 'Words of a name, in either alphabet, found by how they sound. At most 100 characters count.' }),
    status: t.field({ type: WatchlistStatusType, description: 'In which state.' }),
    action: t.field({ type: WatchlistActionType, description: 'Of which kind.' }),
    waits: t.boolean({ description: 'Only those that wait for somebody’s decision.' }),
    watchlistImportId: t.id({ description: 'Only those of one list of names.' }),
  }),
})

builder.queryField('watchlistEntries', (t) =>
  t.field({
    type: connections.WatchlistEntry,
    description: 'People of the watchlist, oldest first; ask for `last` to see the newest.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: WatchlistFilter, description: 'Which ones.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      const importId = optionalLocalId('WatchlistImport', filter?.watchlistImportId)
      return listById(args, (page) => listWatchlistEntries(ctx, page, { ...filter, search: filter?.search?.slice(0, 100), importId }))
    },
  }),
)
