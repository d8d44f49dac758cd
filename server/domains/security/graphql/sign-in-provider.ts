import { builder } from '../../../graphql/builder'
import { findSignInProvider, type SignInProvider } from '../use-cases/single-sign-on/find-sign-in-provider'

const SignInProviderType = builder.objectRef<SignInProvider>('SignInProvider').implement({
  description: 'A provider by which the people of an organization may sign in, as anybody sees it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the button says.' }),
    organizationCode: t.exposeString('organizationCode', {
      description: 'The code by which the sign-in begins: /sso/start?organization=…',
    }),
    isRequired: t.exposeBoolean('isRequired', { description: 'Whether the organization lets people in by it only.' }),
  }),
})

builder.queryField('signInProvider', (t) =>
  t.field({
    type: SignInProviderType,
    nullable: true,
    description: 'The provider for an address or an organization; null where there is none. It says nothing about accounts.',
    args: {
      email: t.arg.string({ description: 'An address: its domain counts.' }),
      organization: t.arg.string({ description: 'Code of an organization; comes before the address.' }),
    },
    resolve: (_, { email, organization }, ctx) => findSignInProvider(ctx, { email: email ?? null, organization: organization ?? null }),
  }),
)
