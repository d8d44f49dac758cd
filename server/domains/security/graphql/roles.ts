import { authorize } from '../../../core/authorize'
import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId } from '../../../graphql/global-id'
import { mayGrant } from '../policy'
import { createRole } from '../use-cases/create-role'
import { deleteRole } from '../use-cases/delete-role'
import { listRoles, roleWhere, type RoleRow } from '../use-cases/list-roles'
import { updateRole } from '../use-cases/update-role'

builder.node('Role', {
  description: 'A named set of rights that people of an organization hold.',
  id: { resolve: (role) => role.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows =
      ctx.organizationId !== null && ctx.permissions.has('user:manage') ? await listRoles(ctx, { where: { id: { in: ids } } }) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Short name, such as OrgAdmin: unique in the organization. Of an own role, its name.' }),
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
    holderCount: t.int({
      description: 'How many people of the organization hold it.',
      resolve: (role, _, ctx) => ctx.load.holderCount(role.id),
    }),
  }),
})

const RoleFilterInput = builder.inputType('RoleFilter', {
  description: 'What narrows the list of roles.',
  fields: (t) => ({
    search: t.string({ description: 'A part of the name as the caller reads it.' }),
    isBuiltIn: t.boolean({ description: 'Only roles of the product, or only those of the organization.' }),
  }),
})

builder.queryField('roles', (t) =>
  t.field({
    type: connections.Role,
    description: 'Roles that can be held in the organization: those of the product first.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: RoleFilterInput, description: 'What narrows the list.' }) },
    resolve: (_, { filter, ...args }, ctx) => {
      authorize(ctx, 'user:manage')
      const narrowed = roleWhere(ctx, { search: filter?.search?.trim(), isBuiltIn: filter?.isBuiltIn })
      return listById(args, ({ where, ...page }) => listRoles(ctx, { ...page, where: { AND: [where, ...narrowed] } }))
    },
  }),
)

const roleResult = (name: string, description: string, more: ('IdempotencyKeyReused' | 'NotFound')[]) => {
  const success = builder.objectRef<{ role: RoleRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ role: t.field({ type: 'Role', description: 'The role.', resolve: ({ role }) => role }) }),
  })
  return resultUnion(`${name}Result`, [success], ['ValidationFailed', ...more], `${name}Success`)
}

const DeleteRoleSuccess = builder.objectRef<{ role: RoleRow }>('DeleteRoleSuccess').implement({
  description: 'The role is gone.',
  fields: (t) => ({
    roleId: t.id({ description: 'The role that was.', resolve: ({ role }) => encodeGlobalId('Role', role.id) }),
  }),
})

const answer = async (work: Promise<RoleRow | Failure>) => {
  const role = await work
  return isFailure(role) ? role : { role }
}

const permissionsDescription = 'Rights as in Role.permissions, written with :own where they shall hold only for what a person hosts.'

const CreateRoleInput = builder.inputType('CreateRoleInput', {
  description: 'A role of the organization’s own.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name as people read it: unique in the organization.' }),
    permissions: t.stringList({ required: true, description: permissionsDescription }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const UpdateRoleInput = builder.inputType('UpdateRoleInput', {
  description: 'What a role of the organization’s own shall be.',
  fields: (t) => ({
    roleId: t.id({ required: true, description: 'The role.' }),
    name: t.string({ required: true, description: 'Name as people read it: unique in the organization.' }),
    permissions: t.stringList({ required: true, description: permissionsDescription }),
  }),
})

const DeleteRoleInput = builder.inputType('DeleteRoleInput', {
  description: 'Which role to delete.',
  fields: (t) => ({ roleId: t.id({ required: true, description: 'The role.' }) }),
})

builder.mutationFields((t) => ({
  createRole: t.field({
    type: roleResult('CreateRole', 'The role can be given to people.', ['IdempotencyKeyReused']),
    description: 'Makes a role of the organization’s own. Refused for rights that the caller does not hold.',
    args: { input: t.arg({ type: CreateRoleInput, required: true, description: 'What it is.' }) },
    resolve: (_, { input }, ctx) => answer(createRole(ctx, input)),
  }),
  updateRole: t.field({
    type: roleResult('UpdateRole', 'The role is changed: its holders have the new rights within a second.', ['NotFound']),
    description:
      'Renames a role of the organization’s own and gives it exactly these rights. Refused for rights that the caller does not hold.',
    args: { input: t.arg({ type: UpdateRoleInput, required: true, description: 'Which, and what it shall be.' }) },
    resolve: (_, { input }, ctx) => answer(updateRole(ctx, { ...input, roleId: localId('Role', input.roleId) })),
  }),
  deleteRole: t.field({
    type: resultUnion('DeleteRoleResult', [DeleteRoleSuccess], ['NotFound', 'ValidationFailed'], 'DeleteRoleSuccess'),
    description: 'Deletes a role of the organization’s own. Refused while somebody holds it.',
    args: { input: t.arg({ type: DeleteRoleInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(deleteRole(ctx, { roleId: localId('Role', input.roleId) })),
  }),
}))
