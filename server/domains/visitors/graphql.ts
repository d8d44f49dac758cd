import { builder } from '../../graphql/builder'
import { LocaleType } from '../../graphql/enums'
import { connections, listById } from '../../graphql/connections'
import { maySeeContact, visibleVisitors } from './policy'

builder.node('Visitor', {
  description: 'A person who visits the organization.',
  id: { resolve: (visitor) => visitor.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await ctx.db.visitor.findMany({ where: { id: { in: ids }, AND: [visibleVisitors(ctx)] } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Full name.' }),
    email: t.string({
      nullable: true,
      description: 'E-mail; null for those who may not read visitors.',
      resolve: (visitor, _, ctx) => (maySeeContact(ctx) ? visitor.email : null),
    }),
    phone: t.string({
      nullable: true,
      description: 'Phone, E.164; null for those who may not read visitors.',
      resolve: (visitor, _, ctx) => (maySeeContact(ctx) ? visitor.phone : null),
    }),
    company: t.exposeString('company', { nullable: true, description: 'Where they come from.' }),
    locale: t.expose('locale', { type: LocaleType, description: 'Language they are written to in.' }),
  }),
})

builder.queryField('visitors', (t) =>
  t.field({
    type: connections.Visitor,
    description: 'People who visited or will.',
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => {
      const visible = visibleVisitors(ctx)
      return listById(args, ({ where, ...page }) => ctx.db.visitor.findMany({ where: { AND: [visible, where] }, ...page }))
    },
  }),
)
