import { isFailure } from '../../../core/errors'
import type { Organization } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { LocaleType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { enterOrganization, leaveOrganization, type Entry } from '../use-cases/enter-organization'
import { inviteOrganizationAdmin } from '../use-cases/invite-organization-admin'

const EnterOrganizationInput = builder.inputType('EnterOrganizationInput', {
  description: 'Which organization to enter, why, for how long.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'The organization.' }),
    reason: t.string({ required: true, description: 'Why; it stands in the log of the organization and of the platform.' }),
    minutes: t.int({ required: true, description: 'For how long, 5 to 60 minutes.' }),
  }),
})

const EnterOrganizationSuccess = builder.objectRef<Entry>('EnterOrganizationSuccess').implement({
  description: 'The session acts in the organization from now on.',
  fields: (t) => ({
    organization: t.field({ type: 'Organization', description: 'The organization.', resolve: ({ organization }) => organization }),
    until: t.expose('until', { type: 'DateTime', description: 'When the entry ends by itself.' }),
  }),
})

const InviteOrganizationAdminInput = builder.inputType('InviteOrganizationAdminInput', {
  description: 'Whom to invite as an administrator of which organization.',
  fields: (t) => ({
    organizationId: t.id({ required: true, description: 'The organization.' }),
    email: t.string({ required: true, description: 'The address that the invitation goes to and that the person signs in with.' }),
    name: t.string({ required: true, description: 'Name of the person.' }),
    locale: t.field({ type: LocaleType, required: true, description: 'Language of the mail, for a person who has no account yet.' }),
  }),
})

const InviteOrganizationAdminSuccess = builder.objectRef<{ organization: Organization }>('InviteOrganizationAdminSuccess').implement({
  description: 'The mail with the link is on its way.',
  fields: (t) => ({
    organization: t.field({ type: 'Organization', description: 'The organization.', resolve: ({ organization }) => organization }),
  }),
})

builder.mutationFields((t) => ({
  enterOrganization: t.field({
    type: resultUnion(
      'EnterOrganizationResult',
      [EnterOrganizationSuccess],
      ['NotFound', 'ValidationFailed', 'ConfirmationRequired'],
      'EnterOrganizationSuccess',
    ),
    description:
      'Lets a platform administrator into one organization for a while. Meanwhile the session has the rights of an entry and none of the platform’s.',
    args: { input: t.arg({ type: EnterOrganizationInput, required: true, description: 'Which, why, for how long.' }) },
    resolve: (_, { input }, ctx) => enterOrganization(ctx, { ...input, organizationId: localId('Organization', input.organizationId) }),
  }),
  leaveOrganization: t.boolean({
    description: 'Ends the caller’s entry before its time; false for somebody who is not inside.',
    resolve: (_, _args, ctx) => leaveOrganization(ctx),
  }),
  inviteOrganizationAdmin: t.field({
    type: resultUnion(
      'InviteOrganizationAdminResult',
      [InviteOrganizationAdminSuccess],
      ['NotFound', 'ValidationFailed', 'ConfirmationRequired', 'TooManyAttempts'],
      'InviteOrganizationAdminSuccess',
    ),
    description: 'Invites an administrator of an organization by mail, on behalf of the platform.',
    args: { input: t.arg({ type: InviteOrganizationAdminInput, required: true, description: 'Whom, and where.' }) },
    resolve: async (_, { input }, ctx) => {
      const invited = await inviteOrganizationAdmin(ctx, { ...input, organizationId: localId('Organization', input.organizationId) })
      return isFailure(invited) ? invited : { organization: invited }
    },
  }),
}))
