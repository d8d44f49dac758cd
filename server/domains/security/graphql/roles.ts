import { authorize } from '../../../core/authorize'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { mayGrant } from '../policy'
import { listRoles } from '../use-cases/list-roles'

builder.node('Role', {
  description: 'A named set of rights that people of an organization hold.',
  id: { resolve: (role) => role.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows =
      ctx.organizationId !== null && ctx.permissions.has('user:manage') ? await listRoles(ctx, { where: { id: { in: ids } } }) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Short name, such as OrgAdmin: unique in the organization.' }),
    name: t.exposeString('name', { description: 'Name as people read it.' }),
    isBuiltIn: t.boolean({
      description: 'Whether it comes with the product and cannot be changed.',
      resolve: ({ organizationId }) => organizationId === null,
    }),
    permissions: t.stringList({
      description: 'Its rights; those that hold only for what a person hosts end in :own.',
      resolve: ({ permissions }) => permissions.map(({ permission }) => permission).sort(),
    }),
    mayGrant: t.boolean({
      description: 'Whether the caller holds all its rights, and so may give and take it.',
      resolve: (role, _, ctx) => mayGrant(ctx, role),
    }),
  }),
})

builder.queryField('roles', (t) =>
  t.field({
    type: connections.Role,
    description: 'Roles that can be held in the organization: those of the product first.',
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => {
      authorize(ctx, 'user:manage')
      return listById(args, (page) => listRoles(ctx, page))
    },
  }),
)
