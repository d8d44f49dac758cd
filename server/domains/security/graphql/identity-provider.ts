import { builder } from '../../../graphql/builder'
import { IdentityProtocolType, ProviderSecondFactorType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId } from '../../../graphql/global-id'
import { isFailure } from '../../../core/errors'
import type { IdentityProvider } from '../../../generated/prisma/client'
import { hasPassed, readReport } from '../single-sign-on/test-report'
import {
  findIdentityProvider,
  findProviderAddresses,
  removeIdentityProvider,
  setIdentityProvider,
  type ProviderAddresses,
} from '../use-cases/single-sign-on/identity-provider'
import { findBreakGlassMember } from '../use-cases/single-sign-on/provider-people'
import { testIdentityProvider, type StartedTest } from '../use-cases/single-sign-on/test-identity-provider'
import { TestStepType } from './identity-provider-test'

const IdentityProviderType = builder.objectRef<IdentityProvider>('IdentityProvider').implement({
  description: 'The identity provider (OpenID Connect or SAML 2.0) by which the people of an organization sign in.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the button says.' }),
    protocol: t.field({ type: IdentityProtocolType, description: 'How it is spoken to.', resolve: ({ protocol }) => protocol }),
    issuer: t.exposeString('issuer', { description: 'The address or name by which the provider calls itself.' }),
    clientId: t.exposeString('clientId', {
      nullable: true,
      description: 'The name by which an OpenID provider knows this product.',
    }),
    samlUrl: t.exposeString('samlUrl', { nullable: true, description: 'The address at which a SAML provider asks who is there.' }),
    samlCertificates: t.exposeString('samlCertificates', {
      nullable: true,
      description: 'The certificates by which answers of a SAML provider are proved, in PEM.',
    }),
    emailClaim: t.exposeString('emailClaim', { description: 'The claim that holds the e-mail address.' }),
    emailVerifiedClaim: t.exposeString('emailVerifiedClaim', { description: 'The claim that says whether the address was verified.' }),
    nameClaim: t.exposeString('nameClaim', { description: 'The claim that holds the full name.' }),
    secondFactor: t.field({
      type: ProviderSecondFactorType,
      description: 'Whose second factor counts.',
      resolve: ({ secondFactor }) => secondFactor,
    }),
    isEnabled: t.exposeBoolean('isEnabled', { description: 'Whether people may sign in by it.' }),
    isRequired: t.exposeBoolean('isRequired', { description: 'Whether it is the only way into the organization.' }),
    breakGlassMemberId: t.id({
      nullable: true,
      description: 'The administrator who may go on using a password where it is the only way in.',
      resolve: async ({ breakGlassUserId }, _, ctx) => {
        const id = await findBreakGlassMember(ctx, breakGlassUserId)
        return id && encodeGlobalId('Member', id)
      },
    }),
    newRoleId: t.id({
      nullable: true,
      description: 'The role of whoever comes for the first time; null where only members come in.',
      resolve: ({ newRoleId }) => (newRoleId ? encodeGlobalId('Role', newRoleId) : null),
    }),
  }),
})

builder.objectFields(IdentityProviderType, (t) => ({
  testedAt: t.expose('testedAt', { type: 'DateTime', nullable: true, description: 'When it was tested last, as it is now.' }),
  testSteps: t.field({
    type: [TestStepType],
    description: 'What the last test found.',
    resolve: ({ testReport }) => readReport(testReport),
  }),
  hasPassedTest: t.boolean({
    description: 'Whether the last test went well from beginning to end.',
    resolve: ({ testReport }) => hasPassed(readReport(testReport)),
  }),
}))

builder.queryField('identityProvider', (t) =>
  t.field({
    type: IdentityProviderType,
    nullable: true,
    description: 'The identity provider of the organization; null where none is set up.',
    resolve: (_, __, ctx) => findIdentityProvider(ctx),
  }),
)

const ProviderAddressesType = builder.objectRef<ProviderAddresses>('ProviderAddresses').implement({
  description: 'By what a provider of an organization knows it here; to be registered there.',
  fields: (t) => ({
    redirectUrl: t.exposeString('redirectUrl', { description: 'Where an OpenID provider sends people back to.' }),
    callbackUrl: t.exposeString('callbackUrl', { description: 'Where a SAML provider has its answers posted.' }),
    entityId: t.exposeString('entityId', {
      description: 'The name of the organization towards SAML providers, and where its metadata stands.',
    }),
  }),
})

builder.queryField('providerAddresses', (t) =>
  t.field({
    type: ProviderAddressesType,
    description: 'By what a provider of the organization knows it here, set up or not.',
    resolve: (_, __, ctx) => findProviderAddresses(ctx),
  }),
)

const SetIdentityProviderInput = builder.inputType('SetIdentityProviderInput', {
  description: 'The whole set-up of an identity provider.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What the button says.' }),
    protocol: t.field({ type: IdentityProtocolType, required: true, description: 'How it is spoken to.' }),
    issuer: t.string({ required: true, description: 'The address or name by which the provider calls itself, letter by letter.' }),
    clientId: t.string({ description: 'OpenID: the name by which the provider knows this product.' }),
    samlUrl: t.string({ description: 'SAML: the address at which the provider asks who is there.' }),
    samlCertificates: t.string({ description: 'SAML: the certificates by which its answers are proved, in PEM.' }),
    clientSecret: t.string({ description: 'The secret by which the provider knows this product; what is kept stays where none is given.' }),
    emailClaim: t.string({ required: true, description: 'The claim that holds the e-mail address.' }),
    emailVerifiedClaim: t.string({ required: true, description: 'The claim that says whether the address was verified.' }),
    nameClaim: t.string({ required: true, description: 'The claim that holds the full name.' }),
    secondFactor: t.field({ type: ProviderSecondFactorType, required: true, description: 'Whose second factor counts.' }),
    isEnabled: t.boolean({ required: true, description: 'Whether people may sign in by it.' }),
    isRequired: t.boolean({ required: true, description: 'Whether it is the only way in; takes a test that went well.' }),
    breakGlassMemberId: t.id({ description: 'The administrator who may go on using a password where it is the only way in.' }),
    newRoleId: t.id({ description: 'The role of whoever comes for the first time; only members come in where none is given.' }),
  }),
})

const SetIdentityProviderSuccess = builder.objectRef<{ provider: IdentityProvider }>('SetIdentityProviderSuccess').implement({
  description: 'The provider is set up.',
  fields: (t) => ({
    provider: t.field({ type: IdentityProviderType, description: 'The provider.', resolve: ({ provider }) => provider }),
  }),
})

const SetIdentityProviderResult = resultUnion(
  'SetIdentityProviderResult',
  [SetIdentityProviderSuccess],
  ['ConfirmationRequired', 'NotFound', 'ValidationFailed'],
  'SetIdentityProviderSuccess',
)

const RemoveIdentityProviderSuccess = builder.objectRef<{ issuer: string }>('RemoveIdentityProviderSuccess').implement({
  description: 'The provider opens nothing any more.',
  fields: (t) => ({ issuer: t.exposeString('issuer', { description: 'The address of the provider that was removed.' }) }),
})

const RemoveIdentityProviderResult = resultUnion(
  'RemoveIdentityProviderResult',
  [RemoveIdentityProviderSuccess],
  ['ConfirmationRequired', 'NotFound', 'ValidationFailed'],
  'RemoveIdentityProviderSuccess',
)

const TestIdentityProviderSuccess = builder.objectRef<StartedTest>('TestIdentityProviderSuccess').implement({
  description: 'The test has begun. It goes on in the browser, by a sign-in that signs nobody in.',
  fields: (t) => ({
    steps: t.field({ type: [TestStepType], description: 'What is known so far.', resolve: ({ steps }) => steps }),
    url: t.string({
      nullable: true,
      description: 'Where the browser goes on; null where the test is over.',
      resolve: ({ attempt }) => attempt?.url ?? null,
    }),
  }),
})

const TestIdentityProviderResult = resultUnion(
  'TestIdentityProviderResult',
  [TestIdentityProviderSuccess],
  ['ConfirmationRequired', 'NotFound'],
  'TestIdentityProviderSuccess',
)

builder.mutationFields((t) => ({
  setIdentityProvider: t.field({
    type: SetIdentityProviderResult,
    description: 'Sets the organization’s identity provider up, or changes it.',
    args: { input: t.arg({ type: SetIdentityProviderInput, required: true, description: 'The whole set-up.' }) },
    resolve: async (_, { input }, ctx) => {
      const provider = await setIdentityProvider(ctx, {
        ...input,
        breakGlassMemberId: input.breakGlassMemberId ? localId('Member', String(input.breakGlassMemberId)) : null,
        newRoleId: input.newRoleId ? localId('Role', String(input.newRoleId)) : null,
      })
      return isFailure(provider) ? provider : { provider }
    },
  }),
  removeIdentityProvider: t.field({
    type: RemoveIdentityProviderResult,
    description: 'Takes the organization’s identity provider away.',
    resolve: (_, __, ctx) => removeIdentityProvider(ctx),
  }),
  testIdentityProvider: t.field({
    type: TestIdentityProviderResult,
    description: 'Begins a test of the organization’s identity provider as it is set up now.',
    resolve: async (_, __, ctx) => {
      const started = await testIdentityProvider(ctx)
      if (!isFailure(started) && started.attempt) ctx.cookies?.setProviderAttempt(started.attempt.token, started.attempt.expiresAt)
      return started
    },
  }),
}))
