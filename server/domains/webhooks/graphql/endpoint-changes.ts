import type { GraphQLSchema } from 'graphql'
import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { encodeGlobalId, localId } from '../../../graphql/global-id'
import { selections, type Selected } from '../selection'
import { createWebhookEndpoint, type ShownWebhookEndpoint } from '../use-cases/create-webhook-endpoint'
import { deleteWebhookEndpoint } from '../use-cases/delete-webhook-endpoint'
import type { WebhookEndpointRow } from '../use-cases/endpoint-rows'
import type { WebhookDeliveryRow } from '../use-cases/list-webhook-deliveries'
import { recoverWebhookDeliveries } from '../use-cases/recover-webhook-deliveries'
import { rotateWebhookSecret } from '../use-cases/rotate-webhook-secret'
import { sendWebhookExample } from '../use-cases/send-webhook-example'
import { tryWebhookSelection } from '../use-cases/try-webhook-selection'
import { updateWebhookEndpoint } from '../use-cases/update-webhook-endpoint'

const bySchema = new WeakMap<GraphQLSchema, ReturnType<typeof selections>>()

/** What selections are checked and tried by; made once for the schema that is asked anyway. */
function selectionsOf(schema: GraphQLSchema): ReturnType<typeof selections> {
  const made = bySchema.get(schema) ?? selections(schema)
  bySchema.set(schema, made)
  return made
}

const urlText = 'Where it is told: https, in the internet, up to 2,000 characters.'
const typesText = 'Events that it is told of, by their names on the wire; none for all that its application may hear of.'
const selectionText =
  'A query with the one variable $id: ID!, the object of an event. It is asked with the rights of the application when the event is first told, may ask for 200 rows, and is sent as data.selection; where both together are over 20 KB, it is left out.'
const onceText = 'The same key and input within 24 hours finds the first result'

const CreateInput = builder.inputType('CreateWebhookEndpointInput', {
  description: 'An endpoint that shall be told of what happens.',
  fields: (t) => ({
    applicationId: t.id({ required: true, description: 'The application that it is for.' }),
    url: t.string({ required: true, description: urlText }),
    description: t.string({ description: 'What it is for, up to 200 characters.' }),
    eventTypes: t.stringList({ required: true, description: typesText }),
    selection: t.string({ description: selectionText }),
    idempotencyKey: t.string({ description: `${onceText}, though without the secret: that was shown then.` }),
  }),
})

const UpdateInput = builder.inputType('UpdateWebhookEndpointInput', {
  description: 'What an endpoint shall be. What is not given stays as it is.',
  fields: (t) => ({
    webhookEndpointId: t.id({ required: true, description: 'The endpoint.' }),
    url: t.string({ description: urlText }),
    description: t.string({ description: 'What it is for, up to 200 characters.' }),
    eventTypes: t.stringList({ description: typesText }),
    selection: t.string({ description: `${selectionText} An empty one asks for nothing.` }),
    isEnabled: t.boolean({
      description: 'Whether it is told of anything. Enabled again, what waited is sent; what it missed, `recoverWebhookDeliveries` sends.',
    }),
  }),
})

const which = (name: `${'Delete' | 'Rotate'}Webhook${'Endpoint' | 'Secret'}Input`) =>
  builder.inputType(name, {
    description: 'Which endpoint.',
    fields: (t) => ({ webhookEndpointId: t.id({ required: true, description: 'The endpoint.' }) }),
  })

const RecoverInput = builder.inputType('RecoverWebhookDeliveriesInput', {
  description: 'What to send of what an endpoint has missed.',
  fields: (t) => ({
    webhookEndpointId: t.id({ required: true, description: 'The endpoint.' }),
    since: t.field({ type: 'DateTime', required: true, description: 'Events from then on, 30 days ago at the earliest.' }),
  }),
})

const ExampleInput = builder.inputType('SendWebhookExampleInput', {
  description: 'Which example to send.',
  fields: (t) => ({
    webhookEndpointId: t.id({ required: true, description: 'The endpoint.' }),
    type: t.string({ required: true, description: 'The event, by its name on the wire.' }),
    idempotencyKey: t.string({ description: `${onceText}.` }),
  }),
})

const TryInput = builder.inputType('TryWebhookSelectionInput', {
  description: 'A selection to try.',
  fields: (t) => ({
    applicationId: t.id({ required: true, description: 'The application with whose rights it is asked.' }),
    selection: t.string({ required: true, description: selectionText }),
    objectId: t.id({ required: true, description: 'The object of which it is asked: a visit, a pass, a check-in, a visitor.' }),
  }),
})

const shown = (name: `${'Create' | 'Rotate'}Webhook${'Endpoint' | 'Secret'}Success`, description: string) =>
  builder.objectRef<ShownWebhookEndpoint>(name).implement({
    description,
    fields: (t) => ({
      secret: t.exposeString('secret', {
        nullable: true,
        description: 'What deliveries are signed with. It is shown this one time; null where it was shown before.',
      }),
      webhookEndpoint: t.field({
        type: 'WebhookEndpoint',
        description: 'The endpoint.',
        resolve: ({ webhookEndpoint }) => webhookEndpoint,
      }),
    }),
  })

const about = (name: `${'Update' | 'Recover'}Webhook${'Endpoint' | 'Deliveries'}Success`, description: string) =>
  builder.objectRef<{ webhookEndpoint: WebhookEndpointRow }>(name).implement({
    description,
    fields: (t) => ({
      webhookEndpoint: t.field({
        type: 'WebhookEndpoint',
        description: 'The endpoint.',
        resolve: ({ webhookEndpoint }) => webhookEndpoint,
      }),
    }),
  })

const DeleteSuccess = builder.objectRef<{ deletedId: string }>('DeleteWebhookEndpointSuccess').implement({
  description: 'The endpoint is told of nothing any more.',
  fields: (t) => ({ deletedId: t.id({ description: 'Its global id.', resolve: ({ deletedId }) => deletedId }) }),
})

const ExampleSuccess = builder.objectRef<{ webhookDelivery: WebhookDeliveryRow }>('SendWebhookExampleSuccess').implement({
  description: 'The example is sent within a second.',
  fields: (t) => ({
    webhookDelivery: t.field({ type: 'WebhookDelivery', description: 'The delivery.', resolve: ({ webhookDelivery }) => webhookDelivery }),
  }),
})

const TrySuccess = builder.objectRef<Selected>('TryWebhookSelectionSuccess').implement({
  description: 'The selection was asked.',
  fields: (t) => ({
    result: t.string({
      description: 'What would be sent with an event, as JSON.',
      resolve: (selected) => JSON.stringify(selected, null, 2),
    }),
  }),
})

const wrapped = async (work: Promise<WebhookEndpointRow | Failure>) => {
  const webhookEndpoint = await work
  return isFailure(webhookEndpoint) ? webhookEndpoint : { webhookEndpoint }
}

const common = ['NotFound', 'ValidationFailed'] as const
const endpointId = (id: string) => localId('WebhookEndpoint', id)

builder.mutationFields((t) => ({
  createWebhookEndpoint: t.field({
    type: resultUnion(
      'CreateWebhookEndpointResult',
      [shown('CreateWebhookEndpointSuccess', 'The endpoint is told of what happens from now on.')],
      [...common, 'IdempotencyKeyReused'],
      'CreateWebhookEndpointSuccess',
    ),
    description: 'Makes an endpoint of webhooks with a secret of its own.',
    args: { input: t.arg({ type: CreateInput, required: true, description: 'What it is.' }) },
    resolve: (_, { input }, ctx, { schema }) =>
      createWebhookEndpoint(ctx, { ...input, applicationId: localId('Application', input.applicationId) }, selectionsOf(schema).problemsOf),
  }),
  updateWebhookEndpoint: t.field({
    type: resultUnion(
      'UpdateWebhookEndpointResult',
      [about('UpdateWebhookEndpointSuccess', 'The endpoint is as asked.')],
      [...common],
      'UpdateWebhookEndpointSuccess',
    ),
    description: 'Changes an endpoint, enables or disables it.',
    args: { input: t.arg({ type: UpdateInput, required: true, description: 'Which, and what it shall be.' }) },
    resolve: (_, { input }, ctx, { schema }) =>
      wrapped(
        updateWebhookEndpoint(ctx, { ...input, webhookEndpointId: endpointId(input.webhookEndpointId) }, selectionsOf(schema).problemsOf),
      ),
  }),
}))

builder.mutationFields((t) => ({
  deleteWebhookEndpoint: t.field({
    type: resultUnion('DeleteWebhookEndpointResult', [DeleteSuccess], [...common], 'DeleteWebhookEndpointSuccess'),
    description: 'Deletes an endpoint, its secrets and its log.',
    args: { input: t.arg({ type: which('DeleteWebhookEndpointInput'), required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) => {
      const deleted = await deleteWebhookEndpoint(ctx, { webhookEndpointId: endpointId(input.webhookEndpointId) })
      return isFailure(deleted) ? deleted : { deletedId: encodeGlobalId('WebhookEndpoint', deleted.id) }
    },
  }),
  rotateWebhookSecret: t.field({
    type: resultUnion(
      'RotateWebhookSecretResult',
      [shown('RotateWebhookSecretSuccess', 'Deliveries are signed with the new secret, and for 24 hours with the old one too.')],
      [...common],
      'RotateWebhookSecretSuccess',
    ),
    description: 'Puts a new secret in the place of an endpoint’s.',
    args: { input: t.arg({ type: which('RotateWebhookSecretInput'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => rotateWebhookSecret(ctx, { webhookEndpointId: endpointId(input.webhookEndpointId) }),
  }),
}))

builder.mutationFields((t) => ({
  recoverWebhookDeliveries: t.field({
    type: resultUnion(
      'RecoverWebhookDeliveriesResult',
      [about('RecoverWebhookDeliveriesSuccess', 'What was missed is sent, the oldest first.')],
      [...common],
      'RecoverWebhookDeliveriesSuccess',
    ),
    description: 'Sends everything that an endpoint has missed since a moment; what arrived is not sent again.',
    args: { input: t.arg({ type: RecoverInput, required: true, description: 'Which, and since when.' }) },
    resolve: (_, { input }, ctx) =>
      wrapped(recoverWebhookDeliveries(ctx, { ...input, webhookEndpointId: endpointId(input.webhookEndpointId) })),
  }),
  sendWebhookExample: t.field({
    type: resultUnion('SendWebhookExampleResult', [ExampleSuccess], [...common, 'IdempotencyKeyReused'], 'SendWebhookExampleSuccess'),
    description: 'Sends an endpoint an event as it could be, of objects that do not exist, signed as every other.',
    args: { input: t.arg({ type: ExampleInput, required: true, description: 'Which event, to which endpoint.' }) },
    resolve: async (_, { input }, ctx) => {
      const webhookDelivery = await sendWebhookExample(ctx, { ...input, webhookEndpointId: endpointId(input.webhookEndpointId) })
      return isFailure(webhookDelivery) ? webhookDelivery : { webhookDelivery }
    },
  }),
  tryWebhookSelection: t.field({
    type: resultUnion('TryWebhookSelectionResult', [TrySuccess], [...common], 'TryWebhookSelectionSuccess'),
    description: 'Asks a selection of a real object with the rights of an application, and sends nothing.',
    args: { input: t.arg({ type: TryInput, required: true, description: 'What, of which object, with whose rights.' }) },
    resolve: (_, { input }, ctx, { schema }) =>
      tryWebhookSelection(ctx, { ...input, applicationId: localId('Application', input.applicationId) }, selectionsOf(schema)),
  }),
}))
