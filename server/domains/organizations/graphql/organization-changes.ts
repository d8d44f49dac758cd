import { isFailure, type Failure } from '../../../core/errors'
import type { Organization } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { LocaleType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { changeBranding } from '../use-cases/change-branding'
import { createOrganization } from '../use-cases/create-organization'
import type { Brand } from '../use-cases/find-brand'
import { listOrganizations } from '../use-cases/find-organizations'
import { updateOrganization } from '../use-cases/update-organization'

builder.queryField('organizations', (t) =>
  t.field({
    type: connections.Organization,
    description: 'Organizations of the installation, for whoever manages it.',
    args: { ...t.arg.connectionArgs(), search: t.arg.string({ description: 'A part of the name or the code.' }) },
    resolve: (_, { search, ...args }, ctx) => listById(args, (page) => listOrganizations(ctx, search?.trim(), page)),
  }),
)

const organizationResult = (name: string, description: string) => {
  const success = builder.objectRef<{ organization: Organization }>(`${name}Success`).implement({
    description,
    fields: (t) => ({
      organization: t.field({ type: 'Organization', description: 'The organization.', resolve: ({ organization }) => organization }),
    }),
  })
  return resultUnion(`${name}Result`, [success], ['ValidationFailed'], `${name}Success`)
}

const answer = async (work: Promise<Organization | Failure>) => {
  const organization = await work
  return isFailure(organization) ? organization : { organization }
}

const CreateOrganizationInput = builder.inputType('CreateOrganizationInput', {
  description: 'A new organization.',
  fields: (t) => ({
    code: t.string({ required: true, description: 'Short name in addresses: 3 to 40 of a–z, 0–9 and -. It stays.' }),
    name: t.string({ required: true, description: 'Name as guests know it.' }),
    timeZone: t.string({ required: true, description: 'IANA zone of the head office, such as Europe/Moscow.' }),
    locale: t.field({ type: LocaleType, required: true, description: 'Language that new things of it begin with.' }),
  }),
})

const UpdateOrganizationInput = builder.inputType('UpdateOrganizationInput', {
  description: 'What the caller’s organization shall be: all of it.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name as guests know it.' }),
    timeZone: t.string({ required: true, description: 'IANA zone of the head office, such as Europe/Moscow.' }),
    locale: t.field({ type: LocaleType, required: true, description: 'Language that new things of it begin with.' }),
  }),
})

const ChangeBrandingInput = builder.inputType('ChangeBrandingInput', {
  description: 'What guests shall see of the organization.',
  fields: (t) => ({
    primaryColor: t.string({ required: true, description: 'Main colour, #rrggbb.' }),
    logo: t.string({ description: 'PNG, JPEG or WebP of at most 60 KB in base64; null takes the logo away, left out it stays.' }),
  }),
})

const ChangeBrandingSuccess = builder.objectRef<{ branding: Brand }>('ChangeBrandingSuccess').implement({
  description: 'Guests see it within half a minute.',
  fields: (t) => ({
    branding: t.field({ type: 'OrganizationBranding', description: 'The branding.', resolve: ({ branding }) => branding }),
  }),
})

builder.mutationField('changeBranding', (t) =>
  t.field({
    type: resultUnion('ChangeBrandingResult', [ChangeBrandingSuccess], ['ValidationFailed'], 'ChangeBrandingSuccess'),
    description: 'Changes what guests see of the caller’s organization.',
    args: { input: t.arg({ type: ChangeBrandingInput, required: true, description: 'What it shall be.' }) },
    resolve: async (_, { input }, ctx) => {
      const branding = await changeBranding(ctx, input)
      return isFailure(branding) ? branding : { branding }
    },
  }),
)

builder.mutationFields((t) => ({
  createOrganization: t.field({
    type: organizationResult('CreateOrganization', 'The organization stands; its administrators can be invited.'),
    description: 'Makes an organization. Only for whoever manages the installation.',
    args: { input: t.arg({ type: CreateOrganizationInput, required: true, description: 'What it is.' }) },
    resolve: (_, { input }, ctx) => answer(createOrganization(ctx, input)),
  }),
  updateOrganization: t.field({
    type: organizationResult('UpdateOrganization', 'The organization is changed.'),
    description: 'Changes what the caller’s organization is called, and what new things of it begin with.',
    args: { input: t.arg({ type: UpdateOrganizationInput, required: true, description: 'What it shall be.' }) },
    resolve: (_, { input }, ctx) => answer(updateOrganization(ctx, input)),
  }),
}))
