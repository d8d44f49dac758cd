import { scopesOf } from '../../../core/api-key'
import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { listServiceClients, type ServiceClientRow } from '../use-cases/list-applications'
import { createServiceClient, revokeServiceClient, type ShownServiceClient } from '../use-cases/oauth-clients'

builder.node('ServiceClient', {
  description: 'What an application gets short-lived access tokens with, by OAuth 2 client credentials.',
  id: { resolve: (client) => client.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await listServiceClients(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    oauthName: t.string({ description: 'Its client_id at the token endpoint.', resolve: ({ id }) => id }),
    scopes: t.stringList({ description: 'The most that a token of it may hold.', resolve: ({ scopes }) => scopesOf(scopes) }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last got a token, to five minutes; null for one that never did.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was withdrawn.' }),
  }),
})

const CreateServiceClientInput = builder.inputType('CreateServiceClientInput', {
  description: 'A service client that shall be made.',
  fields: (t) => ({
    applicationId: t.id({ required: true, description: 'The application that it is for.' }),
    scopes: t.stringList({
      required: true,
      description: 'What its tokens may do: at least one scope, none that the application is not allowed.',
    }),
    idempotencyKey: t.string({
      description: 'The same key and input within 24 hours finds the first result, though without the secret: that was shown then.',
    }),
  }),
})

const CreateServiceClientSuccess = builder.objectRef<ShownServiceClient>('CreateServiceClientSuccess').implement({
  description: 'The client can get tokens.',
  fields: (t) => ({
    secret: t.exposeString('secret', {
      nullable: true,
      description: 'Its client_secret. It is shown this one time and kept nowhere; null where it was shown before.',
    }),
    serviceClient: t.field({ type: 'ServiceClient', description: 'The client.', resolve: ({ serviceClient }) => serviceClient }),
  }),
})

const RevokeServiceClientInput = builder.inputType('RevokeServiceClientInput', {
  description: 'Which service client to withdraw.',
  fields: (t) => ({ serviceClientId: t.id({ required: true, description: 'The client.' }) }),
})

const RevokeServiceClientSuccess = builder.objectRef<{ serviceClient: ServiceClientRow }>('RevokeServiceClientSuccess').implement({
  description: 'The client gets no more tokens, and those it has are refused.',
  fields: (t) => ({
    serviceClient: t.field({ type: 'ServiceClient', description: 'The client.', resolve: ({ serviceClient }) => serviceClient }),
  }),
})

builder.mutationFields((t) => ({
  createServiceClient: t.field({
    type: resultUnion(
      'CreateServiceClientResult',
      [CreateServiceClientSuccess],
      ['NotFound', 'ValidationFailed', 'IdempotencyKeyReused'],
      'CreateServiceClientSuccess',
    ),
    description: 'Makes a service client of an application.',
    args: { input: t.arg({ type: CreateServiceClientInput, required: true, description: 'For what, with which scopes.' }) },
    resolve: (_, { input }, ctx) => createServiceClient(ctx, { ...input, applicationId: localId('Application', input.applicationId) }),
  }),
  revokeServiceClient: t.field({
    type: resultUnion(
      'RevokeServiceClientResult',
      [RevokeServiceClientSuccess],
      ['NotFound', 'ValidationFailed'],
      'RevokeServiceClientSuccess',
    ),
    description: 'Withdraws a service client for good: its tokens are refused everywhere within a second and their WebSockets are closed.',
    args: { input: t.arg({ type: RevokeServiceClientInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) => {
      const client = await revokeServiceClient(ctx, { serviceClientId: localId('ServiceClient', input.serviceClientId) })
      return isFailure(client) ? client : { serviceClient: client }
    },
  }),
}))
