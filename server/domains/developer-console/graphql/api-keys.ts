import { scopesOf } from '../../../core/api-key'
import { isFailure } from '../../../core/errors'
import { budgets } from '../../../graphql/budgets'
import { builder } from '../../../graphql/builder'
import type { Budget } from '../../../infra/rate-limit'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { createApiKey, type ShownApiKey } from '../use-cases/create-api-key'
import { listApiKeys, type ApiKeyRow } from '../use-cases/list-applications'
import { revokeApiKey } from '../use-cases/revoke-api-key'
import { rotateApiKey, type Rotated } from '../use-cases/rotate-api-key'

const ApiLimitType = builder.objectRef<Budget>('ApiLimit').implement({
  description: 'How much may be asked for, in rows; requests beyond it are refused as RATE_LIMITED.',
  fields: (t) => ({
    maximumAvailable: t.exposeInt('maximum', { description: 'At once.' }),
    restoreRate: t.exposeInt('restoreRate', { description: 'In a second, for as long as it lasts.' }),
  }),
})

builder.node('ApiKey', {
  description: 'A key of an application. The key itself was shown once and is not kept.',
  id: { resolve: (key) => key.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await listApiKeys(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    hint: t.exposeString('hint', { description: 'First symbols of the key, to recognise it by.' }),
    scopes: t.stringList({ description: 'What it may do.', resolve: ({ scopes }) => scopesOf(scopes) }),
    limit: t.field({ type: ApiLimitType, description: 'How much it may ask for.', resolve: () => budgets.key }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to five minutes; null for one that never was.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'When it stops working.' }),
    rotatedAt: t.expose('rotatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When another key took its place; it works until it expires.',
    }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was withdrawn.' }),
  }),
})

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'A key that shall be made.',
  fields: (t) => ({
    applicationId: t.id({ required: true, description: 'The application that it is for.' }),
    scopes: t.stringList({ required: true, description: 'What it may do: at least one scope, none that the application is not allowed.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it stops working; without it, never by itself.' }),
    idempotencyKey: t.string({
      description: 'The same key and input within 24 hours finds the first result, though without the key: that was shown then.',
    }),
  }),
})

const keyDescription = 'The key itself. It is shown this one time and kept nowhere'

const CreateApiKeySuccess = builder.objectRef<ShownApiKey>('CreateApiKeySuccess').implement({
  description: 'The key works.',
  fields: (t) => ({
    key: t.exposeString('key', { nullable: true, description: `${keyDescription}; null where it was shown before.` }),
    apiKey: t.field({ type: 'ApiKey', description: 'What is known of it.', resolve: ({ apiKey }) => apiKey }),
  }),
})

const RotateApiKeyInput = builder.inputType('RotateApiKeyInput', {
  description: 'Which key to replace, and how long it works on.',
  fields: (t) => ({
    apiKeyId: t.id({ required: true, description: 'The key.' }),
    overlapHours: t.int({ required: true, description: 'For how many hours the old key works beside the new one: 0 to 168.' }),
  }),
})

const RotateApiKeySuccess = builder.objectRef<Rotated>('RotateApiKeySuccess').implement({
  description: 'A new key of the same scopes works; the old one until it expires.',
  fields: (t) => ({
    key: t.string({ description: `${keyDescription}.`, resolve: ({ key }) => key ?? '' }),
    apiKey: t.field({ type: 'ApiKey', description: 'What is known of the new key.', resolve: ({ apiKey }) => apiKey }),
    replaced: t.field({ type: 'ApiKey', description: 'The old key.', resolve: ({ replaced }) => replaced }),
  }),
})

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'Which key to withdraw.',
  fields: (t) => ({ apiKeyId: t.id({ required: true, description: 'The key.' }) }),
})

const RevokeApiKeySuccess = builder.objectRef<{ apiKey: ApiKeyRow }>('RevokeApiKeySuccess').implement({
  description: 'The key has stopped working.',
  fields: (t) => ({ apiKey: t.field({ type: 'ApiKey', description: 'The key.', resolve: ({ apiKey }) => apiKey }) }),
})

builder.mutationFields((t) => ({
  createApiKey: t.field({
    type: resultUnion(
      'CreateApiKeyResult',
      [CreateApiKeySuccess],
      ['NotFound', 'ValidationFailed', 'IdempotencyKeyReused'],
      'CreateApiKeySuccess',
    ),
    description: 'Makes a key of an application.',
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'For what, with which scopes, for how long.' }) },
    resolve: (_, { input }, ctx) => createApiKey(ctx, { ...input, applicationId: localId('Application', input.applicationId) }),
  }),
  rotateApiKey: t.field({
    type: resultUnion('RotateApiKeyResult', [RotateApiKeySuccess], ['NotFound', 'ValidationFailed'], 'RotateApiKeySuccess'),
    description: 'Puts a new key in the place of an old one, which works on for a while.',
    args: { input: t.arg({ type: RotateApiKeyInput, required: true, description: 'Which, and how long.' }) },
    resolve: (_, { input }, ctx) => rotateApiKey(ctx, { ...input, apiKeyId: localId('ApiKey', input.apiKeyId) }),
  }),
  revokeApiKey: t.field({
    type: resultUnion('RevokeApiKeyResult', [RevokeApiKeySuccess], ['NotFound', 'ValidationFailed'], 'RevokeApiKeySuccess'),
    description: 'Withdraws a key for good: it is out everywhere within a second and its WebSockets are closed.',
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) => {
      const apiKey = await revokeApiKey(ctx, { apiKeyId: localId('ApiKey', input.apiKeyId) })
      return isFailure(apiKey) ? apiKey : { apiKey }
    },
  }),
}))
