import { builder } from '../../../graphql/builder'
import { AccountLinkPurposeType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { openAccountLink, setPassword, type OpenedLink } from '../use-cases/use-account-link'

const AccountLink = builder.objectRef<OpenedLink>('AccountLink').implement({
  description: 'A one-time link that a person got by mail.',
  fields: (t) => ({
    purpose: t.field({ type: AccountLinkPurposeType, description: 'What it is for.', resolve: ({ purpose }) => purpose }),
    email: t.exposeString('email', { description: 'The address it was sent to.' }),
    organizationName: t.exposeString('organizationName', { description: 'Name of the organization that had it sent.' }),
    asksForPassword: t.exposeBoolean('asksForPassword', {
      description: 'The person has a password already and gives that one; it stays.',
    }),
    passwordMinimum: t.exposeInt('passwordMinimum', { description: 'The shortest password that may be set, in characters.' }),
  }),
})

builder.queryField('accountLink', (t) =>
  t.field({
    type: AccountLink,
    nullable: true,
    description: 'What a one-time link is for; null for one that does not work. Looking does not use it.',
    args: { token: t.arg.string({ required: true, description: 'What stands behind the # of the link.' }) },
    resolve: (_, { token }, ctx) => openAccountLink(ctx, token),
  }),
)

const SetPasswordInput = builder.inputType('SetPasswordInput', {
  description: 'A one-time link and a password.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'What stands behind the # of the link.' }),
    password: t.string({ required: true, description: 'The new password, or where the link asks for it the one the person has.' }),
  }),
})

const SetPasswordSuccess = builder.objectRef<{ email: string }>('SetPasswordSuccess').implement({
  description: 'The link is used: the person may sign in.',
  fields: (t) => ({ email: t.exposeString('email', { description: 'The address to sign in with.' }) }),
})

const SetPasswordResult = resultUnion(
  'SetPasswordResult',
  [SetPasswordSuccess],
  ['NotFound', 'ValidationFailed', 'InvalidCredentials', 'TooManyAttempts'],
  'SetPasswordSuccess',
)

builder.mutationField('setPassword', (t) =>
  t.field({
    type: SetPasswordResult,
    description: 'Uses a one-time link: sets the password and lets the person into the organization. A new password ends every session.',
    args: { input: t.arg({ type: SetPasswordInput, required: true, description: 'The link and the password.' }) },
    resolve: (_, { input }, ctx) => setPassword(ctx, input),
  }),
)
