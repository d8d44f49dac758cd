import { builder } from '../../../graphql/builder'
import { GuestAccessType, SecondFactorDemandType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId } from '../../../graphql/global-id'
import { isFailure } from '../../../core/errors'
import { changePassword } from '../use-cases/change-password'
import { changeSecurityPolicy, findSecurityPolicy, type PolicyRow } from '../use-cases/security-policy'

const SecurityPolicyType = builder.objectRef<PolicyRow>('SecurityPolicy').implement({
  description: 'What an organization asks of how its people sign in.',
  fields: (t) => ({
    passwordMinimum: t.exposeInt('passwordMinimum', { description: 'The shortest password that may be set, in characters.' }),
    secondFactor: t.field({
      type: SecondFactorDemandType,
      description: 'Of whom a second factor is asked.',
      resolve: ({ secondFactor }) => secondFactor,
    }),
    guestAccess: t.field({
      type: GuestAccessType,
      description: 'How guests show who they are before they see their code.',
      resolve: ({ guestAccess }) => guestAccess,
    }),
    persistedDocumentsOnly: t.exposeBoolean('persistedDocumentsOnly', {
      description: 'Whether sessions of people may send no operation but those of the product’s own pages. Keys and clients are not meant.',
    }),
    roleIds: t.idList({
      description: 'The roles whose holders need one, where it is asked by role.',
      resolve: ({ roleIds }) => roleIds.map((id) => encodeGlobalId('Role', id)),
    }),
  }),
})

builder.queryField('securityPolicy', (t) =>
  t.field({
    type: SecurityPolicyType,
    description: 'What the organization asks of how its people sign in.',
    resolve: (_, __, ctx) => findSecurityPolicy(ctx),
  }),
)

const ChangeSecurityPolicyInput = builder.inputType('ChangeSecurityPolicyInput', {
  description: 'What the organization shall ask.',
  fields: (t) => ({
    passwordMinimum: t.int({ required: true, description: 'The shortest password that may be set, 12 to 64 characters.' }),
    secondFactor: t.field({ type: SecondFactorDemandType, required: true, description: 'Of whom a second factor is asked.' }),
    guestAccess: t.field({ type: GuestAccessType, description: 'How guests show who they are; not given, it stays.' }),
    persistedDocumentsOnly: t.boolean({
      description: 'Whether sessions send only operations of the product’s pages; not given, it stays.',
    }),
    roleIds: t.idList({ required: true, description: 'The roles whose holders need one; counts where it is asked by role.' }),
  }),
})

const ChangeSecurityPolicySuccess = builder.objectRef<{ policy: PolicyRow }>('ChangeSecurityPolicySuccess').implement({
  description: 'The policy holds: for passwords that are set and sign-ins that are made from now on.',
  fields: (t) => ({
    policy: t.field({ type: SecurityPolicyType, description: 'The policy.', resolve: ({ policy }) => policy }),
  }),
})

const ChangeSecurityPolicyResult = resultUnion(
  'ChangeSecurityPolicyResult',
  [ChangeSecurityPolicySuccess],
  ['ConfirmationRequired', 'NotFound', 'ValidationFailed'],
  'ChangeSecurityPolicySuccess',
)

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The old password and the new one.',
  fields: (t) => ({
    oldPassword: t.string({ required: true, description: 'The password of now.' }),
    newPassword: t.string({ required: true, description: 'The password from now on.' }),
  }),
})

const ChangePasswordSuccess = builder.objectRef<{ endedSessions: number }>('ChangePasswordSuccess').implement({
  description: 'The new password holds.',
  fields: (t) => ({ endedSessions: t.exposeInt('endedSessions', { description: 'How many other sessions have ended.' }) }),
})

const ChangePasswordResult = resultUnion(
  'ChangePasswordResult',
  [ChangePasswordSuccess],
  ['InvalidCredentials', 'ConfirmationRequired', 'TooManyAttempts', 'ValidationFailed'],
  'ChangePasswordSuccess',
)

builder.mutationFields((t) => ({
  changeSecurityPolicy: t.field({
    type: ChangeSecurityPolicyResult,
    description: 'Changes what the organization asks of how its people sign in.',
    args: { input: t.arg({ type: ChangeSecurityPolicyInput, required: true, description: 'The whole policy.' }) },
    resolve: async (_, { input }, ctx) => {
      const policy = await changeSecurityPolicy(ctx, { ...input, roleIds: input.roleIds.map((id) => localId('Role', String(id))) })
      return isFailure(policy) ? policy : { policy }
    },
  }),
  changePassword: t.field({
    type: ChangePasswordResult,
    description: 'Changes the caller’s own password. Every other session of theirs ends.',
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'Both passwords.' }) },
    resolve: (_, { input }, ctx) => changePassword(ctx, input),
  }),
}))
