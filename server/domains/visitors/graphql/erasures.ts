import { authorize, reachOf } from '../../../core/authorize'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'

builder.node('Erasure', {
  description: 'That a visitor was erased: the receipt.',
  id: { resolve: (erasure) => erasure.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows =
      ctx.organizationId !== null && reachOf(ctx, 'privacy:manage') === 'all'
        ? await ctx.db.erasure.findMany({ where: { id: { in: ids } } })
        : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    receipt: t.exposeString('id', { description: 'Number of the receipt.' }),
    reason: t.exposeString('reason', { description: 'On whose request or by which rule.' }),
    erasedAt: t.expose('erasedAt', { type: 'DateTime', description: 'When it was done.' }),
    recordedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was written into the ledger that keeps a restored backup from bringing the person back.',
      resolve: ({ recordedAt }) => recordedAt,
    }),
  }),
})

builder.queryField('erasures', (t) =>
  t.field({
    type: connections.Erasure,
    description: 'Visitors who were erased, oldest first; ask for `last` to see the newest.',
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => {
      authorize(ctx, 'privacy:manage')
      return listById(args, (page) => ctx.db.erasure.findMany(page))
    },
  }),
)
