import { builder } from '../../../graphql/builder'
import { connectionOf, isInstantKey, keysetWhere, pageOf, type ConnectionArgs } from '../../../graphql/connection'
import { connections } from '../../../graphql/connections'
import { LocaleType, MemberOrderType, MemberStatusType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { isNameKey, nameKeysetWhere } from '../name-keyset'
import { assignDepartment } from '../use-cases/assign-department'
import { inviteUser } from '../use-cases/invite-user'
import { listMembers, statusOf, type MemberFilter, type MemberRow } from '../use-cases/list-members'
import { resetSecondFactor } from '../use-cases/reset-second-factor'
import { resetUserPassword } from '../use-cases/reset-user-password'
import { restoreUser, suspendUser } from '../use-cases/suspend-user'

builder.node('Member', {
  description: 'A person in the organization.',
  id: { resolve: (member) => member.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows =
      ctx.organizationId !== null && ctx.permissions.has('user:manage')
        ? await listMembers(ctx, { where: { id: { in: ids } }, orderBy: [] })
        : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name as the organization knows it.' }),
    email: t.exposeString('email', { description: 'The address the person signs in with.' }),
    status: t.field({
      type: MemberStatusType,
      description: 'Whether the person may come in.',
      resolve: statusOf,
    }),
    roles: t.field({
      type: ['Role'],
      description: 'What the person may do everywhere in the organization.',
      resolve: ({ roles }) => roles,
    }),
    hasSecondFactor: t.exposeBoolean('hasSecondFactor', { description: 'Whether signing in asks the person for more than a password.' }),
    isSelf: t.boolean({
      description: 'Whether this is the caller.',
      resolve: ({ userId }, _, ctx) => ctx.actor.type === 'user' && ctx.actor.id === userId,
    }),
    department: t.field({
      type: 'Department',
      nullable: true,
      description: 'The department that the person belongs to.',
      resolve: ({ departmentId }, _, ctx) => (departmentId ? ctx.load.one('Department', departmentId) : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when the person belongs to the organization.' }),
  }),
})

const MemberFilterInput = builder.inputType('MemberFilter', {
  description: 'What narrows the list of people.',
  fields: (t) => ({
    search: t.string({ description: 'A part of the name or the e-mail.' }),
    status: t.field({ type: MemberStatusType, description: 'Only people in this state.' }),
    roleId: t.id({ description: 'Only holders of this role.' }),
    departmentId: t.id({ description: 'Only people of this department or of one below it.' }),
  }),
})

/** A page of people by name. */
async function byName(ctx: Ctx, args: ConnectionArgs, filter: MemberFilter) {
  const page = pageOf(args, isNameKey)
  const order = page.backward ? 'desc' : 'asc'
  const where = { AND: nameKeysetWhere(page) }
  const rows = await listMembers(ctx, { where, orderBy: [{ name: order }, { id: order }], take: page.take }, filter)
  return connectionOf(rows, page, (row): [string, string] => [row.name, row.id])
}

/** A page of people, newest first. */
async function newestFirst(ctx: Ctx, args: ConnectionArgs, filter: MemberFilter) {
  const page = pageOf(args, isInstantKey)
  const order = page.backward ? 'asc' : 'desc'
  const where = { AND: keysetWhere('createdAt', page, true) }
  const rows = await listMembers(ctx, { where, orderBy: [{ createdAt: order }, { id: order }], take: page.take }, filter)
  return connectionOf(rows, page, (row): [number, string] => [row.createdAt.getTime(), row.id])
}

builder.queryField('members', (t) =>
  t.field({
    type: connections.Member,
    description: 'People of the organization.',
    args: {
      ...t.arg.connectionArgs(),
      filter: t.arg({ type: MemberFilterInput, description: 'What narrows the list.' }),
      orderBy: t.arg({ type: MemberOrderType, defaultValue: 'NAME_ASC', description: 'How the list is ordered.' }),
    },
    resolve: (_, { filter, orderBy, ...args }, ctx) => {
      const narrowed = {
        search: filter?.search?.trim(),
        status: filter?.status,
        roleId: optionalLocalId('Role', filter?.roleId),
        departmentId: optionalLocalId('Department', filter?.departmentId),
      }
      return orderBy === 'CREATED_AT_DESC' ? newestFirst(ctx, args, narrowed) : byName(ctx, args, narrowed)
    },
  }),
)

/** What a decision about a person gives. */
export const memberResult = (
  name: string,
  description: string,
  more: ('IdempotencyKeyReused' | 'ConfirmationRequired' | 'TooManyAttempts')[] = [],
) => {
  const success = builder.objectRef<{ member: MemberRow }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ member: t.field({ type: 'Member', description: 'The person.', resolve: ({ member }) => member }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed', ...more], `${name}Success`)
}

/** A person as a mutation gives them. */
export const memberAnswer = async (work: Promise<MemberRow | Failure>) => {
  const member = await work
  return isFailure(member) ? member : { member }
}

const InviteUserInput = builder.inputType('InviteUserInput', {
  description: 'Whom to invite, with which roles.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'The address that the invitation goes to and that the person signs in with.' }),
    name: t.string({ required: true, description: 'Name as the organization knows the person.' }),
    locale: t.field({ type: LocaleType, required: true, description: 'Language of the mail, for a person who has no account yet.' }),
    roleIds: t.idList({ required: true, description: 'What the person may do; at least one role.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const ResetUserPasswordInput = builder.inputType('ResetUserPasswordInput', {
  description: 'Whom to mail a one-time link.',
  fields: (t) => ({ memberId: t.id({ required: true, description: 'The person.' }) }),
})

const ResetSecondFactorInput = builder.inputType('ResetSecondFactorInput', {
  description: 'Whose second factor to take away.',
  fields: (t) => ({ memberId: t.id({ required: true, description: 'The person.' }) }),
})

const SuspendUserInput = builder.inputType('SuspendUserInput', {
  description: 'Whom to shut out, and why.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: 'The person.' }),
    reason: t.string({ required: true, description: 'Why; it stands in the audit log.' }),
  }),
})

const RestoreUserInput = builder.inputType('RestoreUserInput', {
  description: 'Whom to let in again.',
  fields: (t) => ({ memberId: t.id({ required: true, description: 'The person.' }) }),
})

const AssignDepartmentInput = builder.inputType('AssignDepartmentInput', {
  description: 'To which department a person belongs.',
  fields: (t) => ({
    memberId: t.id({ required: true, description: 'The person.' }),
    departmentId: t.id({ description: 'The department; left out, they belong to none.' }),
  }),
})

builder.mutationField('assignDepartment', (t) =>
  t.field({
    type: memberResult('AssignDepartment', 'The person belongs to the department.'),
    description: 'Says to which department a person belongs. Refused for whoever has more rights than the caller.',
    args: { input: t.arg({ type: AssignDepartmentInput, required: true, description: 'Who, and where to.' }) },
    resolve: (_, { input }, ctx) => {
      const departmentId = optionalLocalId('Department', input.departmentId)
      return memberAnswer(assignDepartment(ctx, { memberId: localId('Member', input.memberId), departmentId }))
    },
  }),
)

builder.mutationFields((t) => ({
  inviteUser: t.field({
    type: memberResult('InviteUser', 'The person is invited: the mail with the link is on its way.', [
      'IdempotencyKeyReused',
      'TooManyAttempts',
    ]),
    description: 'Invites a person by mail. Refused for rights that the caller does not hold.',
    args: { input: t.arg({ type: InviteUserInput, required: true, description: 'Whom, and as what.' }) },
    resolve: (_, { input }, ctx) =>
      memberAnswer(inviteUser(ctx, { ...input, roleIds: input.roleIds.map((id) => localId('Role', String(id))) })),
  }),
  suspendUser: t.field({
    type: memberResult('SuspendUser', 'The person is shut out: their sessions in this organization have ended.'),
    description:
      'Shuts a person out of the organization. Refused for the last administrator and for whoever has more rights than the caller.',
    args: { input: t.arg({ type: SuspendUserInput, required: true, description: 'Whom, and why.' }) },
    resolve: (_, { input }, ctx) => memberAnswer(suspendUser(ctx, { ...input, memberId: localId('Member', input.memberId) })),
  }),
  restoreUser: t.field({
    type: memberResult('RestoreUser', 'The person may sign in again.'),
    description: 'Lets a suspended person in again.',
    args: { input: t.arg({ type: RestoreUserInput, required: true, description: 'Whom.' }) },
    resolve: (_, { input }, ctx) => memberAnswer(restoreUser(ctx, { memberId: localId('Member', input.memberId) })),
  }),
}))

builder.mutationFields((t) => ({
  resetUserPassword: t.field({
    type: memberResult('ResetUserPassword', 'The mail with the link is on its way.', ['TooManyAttempts']),
    description: 'Mails a person a one-time link to set a new password; to somebody who has not accepted the invitation, that again.',
    args: { input: t.arg({ type: ResetUserPasswordInput, required: true, description: 'Whom.' }) },
    resolve: (_, { input }, ctx) => memberAnswer(resetUserPassword(ctx, { memberId: localId('Member', input.memberId) })),
  }),
  resetSecondFactor: t.field({
    type: memberResult('ResetSecondFactor', 'The second factor is gone, and the sessions of the person have ended.', [
      'ConfirmationRequired',
    ]),
    description: 'Takes the second factor from a person who has lost it. They are told by mail.',
    args: { input: t.arg({ type: ResetSecondFactorInput, required: true, description: 'Whose.' }) },
    resolve: (_, { input }, ctx) => memberAnswer(resetSecondFactor(ctx, { memberId: localId('Member', input.memberId) })),
  }),
}))
