import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { maySeeHosts } from '../policy'
import { phoneOf } from '../use-cases/find-host-profile'
import { listHosts } from '../use-cases/list-hosts'

builder.node('Host', {
  description: 'An employee who receives guests.',
  id: { resolve: (host) => host.id, description: 'Global id.' },
  loadMany: (ids, ctx) => Promise.all(ids.map((id) => (maySeeHosts(ctx) ? ctx.load.one('Host', id) : null))),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Full name.' }),
    position: t.exposeString('position', { nullable: true, description: 'What they do.' }),
    phone: t.string({
      nullable: true,
      description: 'By which number colleagues reach them; null for programs.',
      resolve: ({ id }, _, ctx) => (maySeeHosts(ctx) ? phoneOf(ctx, id) : null),
    }),
    department: t.field({
      type: 'Department',
      nullable: true,
      description: 'The department that they belong to.',
      resolve: async ({ id }, _, ctx) => {
        const departmentId = (await ctx.load.one('Host', id))?.departmentId
        return departmentId ? ctx.load.one('Department', departmentId) : null
      },
    }),
  }),
})

builder.queryField('hosts', (t) =>
  t.field({
    type: connections.Host,
    description: 'Who receives guests in the organization.',
    args: { ...t.arg.connectionArgs(), search: t.arg.string({ description: 'A part of the name or of what they do.' }) },
    resolve: (_, { search, ...args }, ctx) => listById(args, (page) => listHosts(ctx, page, search)),
  }),
)
