import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import type { Workplace } from '../use-cases/list-workplaces'
import { switchOrganization } from '../use-cases/switch-organization'

builder.objectType('Workplace', {
  description: 'An organization in which the caller holds a role and may act.',
  fields: (t) => ({
    organizationId: t.globalID({
      description: 'Global id of the organization.',
      resolve: ({ organizationId }) => ({ type: 'Organization', id: organizationId }),
    }),
    name: t.exposeString('name', { description: 'Name of the organization.' }),
  }),
})

const SwitchOrganizationInput = builder.inputType('SwitchOrganizationInput', {
  description: 'Where the session shall act.',
  fields: (t) => ({ organizationId: t.id({ required: true, description: 'One of the caller’s own organizations.' }) }),
})

const SwitchOrganizationSuccess = builder.objectRef<{ workplace: Workplace }>('SwitchOrganizationSuccess').implement({
  description: 'The session acts there from now on.',
  fields: (t) => ({
    workplace: t.field({ type: 'Workplace', description: 'The organization.', resolve: ({ workplace }) => workplace }),
  }),
})

builder.mutationField('switchOrganization', (t) =>
  t.field({
    type: resultUnion(
      'SwitchOrganizationResult',
      [SwitchOrganizationSuccess],
      ['NotFound', 'ValidationFailed'],
      'SwitchOrganizationSuccess',
    ),
    description: 'Makes another of the caller’s organizations the one that this session acts in, in all its tabs and WebSockets.',
    args: { input: t.arg({ type: SwitchOrganizationInput, required: true, description: 'Which one.' }) },
    resolve: async (_, { input }, ctx) => {
      const workplace = await switchOrganization(ctx, { organizationId: localId('Organization', input.organizationId) })
      return isFailure(workplace) ? workplace : { workplace }
    },
  }),
)
