import { builder } from '../../graphql/builder'
import { connections, listById } from '../../graphql/connections'
import { hostsPermission, maySeeHosts } from './policy'

builder.node('Host', {
  description: 'An employee who receives guests.',
  id: { resolve: (host) => host.id, description: 'Global id.' },
  loadMany: (ids, ctx) => Promise.all(ids.map((id) => (maySeeHosts(ctx) ? ctx.load.one('Host', id) : null))),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Full name.' }),
    position: t.exposeString('position', { nullable: true, description: 'What they do.' }),
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
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => {
      hostsPermission(ctx)
      return listById(args, async (page) => {
        const hosts = await ctx.db.host.findMany({ ...page, select: { id: true, position: true, user: { select: { name: true } } } })
        return hosts.map(({ user, ...host }) => ({ ...host, name: user.name }))
      })
    },
  }),
)
