import { builder } from '../../../graphql/builder'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { changeUserRoles } from '../use-cases/change-user-roles'
import type { NarrowedRole } from '../use-cases/list-members'
import { memberAnswer, memberResult } from './members'

const NarrowedRoleType = builder.objectRef<NarrowedRole>('NarrowedRole').implement({
  description: 'A role that a person holds at one site, or in one department and those below it.',
  fields: (t) => ({
    role: t.field({ type: 'Role', description: 'The role. It gives what there is to do in a place.', resolve: ({ role }) => role }),
    site: t.field({
      type: 'Site',
      nullable: true,
      description: 'The site; null where it is a department.',
      resolve: ({ siteId }, _, ctx) => (siteId ? ctx.load.one('Site', siteId) : null),
    }),
    department: t.field({
      type: 'Department',
      nullable: true,
      description: 'The department whose hosts it is about; null where it is a site.',
      resolve: ({ departmentId }, _, ctx) => (departmentId ? ctx.load.one('Department', departmentId) : null),
    }),
  }),
})

builder.objectField('Member', 'narrowedRoles', (t) =>
  t.field({
    type: [NarrowedRoleType],
    description: 'What the person may do at one site or in one department only.',
    resolve: ({ narrowedRoles }) => narrowedRoles,
  }),
)

const NarrowedRoleInput = builder.inputType('NarrowedRoleInput', {
  description: 'A role, and the one place where it shall be held: a site or a department.',
  fields: (t) => ({
    roleId: t.id({ required: true, description: 'The role.' }),
    siteId: t.id({ description: 'The site.' }),
    departmentId: t.id({ description: 'The department; those below it count too.' }),
  }),
})

const ChangeUserRolesInput = builder.inputType('ChangeUserRolesInput', {
  description: 'The roles that a person shall hold.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: 'The person.' }),
    roleIds: t.idList({ required: true, description: 'All roles that the person shall hold everywhere in the organization.' }),
    narrowedRoles: t.field({
      type: [NarrowedRoleInput],
      description: 'All roles that they shall hold in a place only; left out, those stay as they are. One role of either kind at least.',
    }),
  }),
})

builder.mutationField('changeUserRoles', (t) =>
  t.field({
    type: memberResult('ChangeUserRoles', 'The person holds these roles.'),
    description:
      'Gives a person exactly these roles, everywhere or in places. Refused for rights that the caller does not hold, and where no administrator would be left.',
    args: { input: t.arg({ type: ChangeUserRolesInput, required: true, description: 'Whom, and which.' }) },
    resolve: (_, { input }, ctx) =>
      memberAnswer(
        changeUserRoles(ctx, {
          memberId: localId('Member', input.memberId),
          roleIds: input.roleIds.map((id) => localId('Role', String(id))),
          narrowedRoles: input.narrowedRoles?.map(({ roleId, siteId, departmentId }) => ({
            roleId: localId('Role', String(roleId)),
            siteId: optionalLocalId('Site', siteId),
            departmentId: optionalLocalId('Department', departmentId),
          })),
        }),
      ),
  }),
)
