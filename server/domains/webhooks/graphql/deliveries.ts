import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import {
  bodyAsSent,
  findWebhookDeliveries,
  listWebhookAttempts,
  listWebhookDeliveries,
  type WebhookAttemptRow,
  type WebhookDeliveryRow,
} from '../use-cases/list-webhook-deliveries'
import { resendWebhookDelivery } from '../use-cases/resend-webhook-delivery'
import { WebhookDeliveryStatusType, WebhookProblemType } from './enums'

const WebhookAttemptType = builder.objectRef<WebhookAttemptRow>('WebhookAttempt').implement({
  description: 'One attempt to deliver.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Which one it was, from one.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began: its webhook-timestamp.' }),
    milliseconds: t.exposeInt('duration', { description: 'How long it took.' }),
    statusCode: t.exposeInt('statusCode', { nullable: true, description: 'What was answered; null where nothing was.' }),
    problem: t.expose('problem', { type: WebhookProblemType, nullable: true, description: 'What went wrong; null where nothing did.' }),
    response: t.exposeString('response', {
      nullable: true,
      description: 'The beginning of what was answered; null where nothing was, and after a week where it may name people.',
    }),
  }),
})

builder.node('WebhookDelivery', {
  description: 'What an endpoint is told of an event: the same words at every attempt.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findWebhookDeliveries(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    message: t.exposeString('message', { description: 'Its webhook-id.' }),
    type: t.exposeString('type', { description: 'The event, by its name on the wire.' }),
    isExample: t.exposeBoolean('isExample', { description: 'Whether it is an example that somebody had sent.' }),
    status: t.expose('status', { type: WebhookDeliveryStatusType, description: 'Where it stands.' }),
    problem: t.expose('problem', { type: WebhookProblemType, nullable: true, description: 'What went wrong the last time.' }),
    attemptCount: t.exposeInt('attempts', { description: 'How often it was tried.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
    deliveredAt: t.expose('deliveredAt', { type: 'DateTime', nullable: true, description: 'When it last arrived.' }),
    nextAttemptAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried next; null where it is not.',
      resolve: ({ status, nextAttemptAt }) => (status === 'PENDING' ? nextAttemptAt : null),
    }),
    body: t.string({ description: 'The body as it is sent, JSON.', resolve: (delivery, _, ctx) => bodyAsSent(ctx, delivery) }),
    attempts: t.field({
      type: [WebhookAttemptType],
      description: 'Its attempts, the newest first, 50 at most.',
      resolve: ({ id }, _, ctx) => listWebhookAttempts(ctx, id),
    }),
  }),
})

builder.queryField('webhookDeliveries', (t) =>
  t.field({
    type: connections.WebhookDelivery,
    description: 'What an endpoint was told and is to be told, the newest first. It is kept for 30 days.',
    args: {
      ...t.arg.connectionArgs(),
      webhookEndpointId: t.arg.id({ required: true, description: 'The endpoint.' }),
      status: t.arg({ type: WebhookDeliveryStatusType, description: 'Only those that stand so.' }),
    },
    resolve: (_, { webhookEndpointId, status, ...page }, ctx) => {
      const of = { endpointId: localId('WebhookEndpoint', webhookEndpointId), status: status ?? null }
      return listById(page, (asked) => listWebhookDeliveries(ctx, of, asked), { newestFirst: true })
    },
  }),
)

const ResendInput = builder.inputType('ResendWebhookDeliveryInput', {
  description: 'What to send again.',
  fields: (t) => ({ webhookDeliveryId: t.id({ required: true, description: 'The delivery.' }) }),
})

const ResendSuccess = builder.objectRef<{ webhookDelivery: WebhookDeliveryRow }>('ResendWebhookDeliverySuccess').implement({
  description: 'It is sent within a second.',
  fields: (t) => ({
    webhookDelivery: t.field({ type: 'WebhookDelivery', description: 'The delivery.', resolve: ({ webhookDelivery }) => webhookDelivery }),
  }),
})

builder.mutationField('resendWebhookDelivery', (t) =>
  t.field({
    type: resultUnion('ResendWebhookDeliveryResult', [ResendSuccess], ['NotFound', 'ValidationFailed'], 'ResendWebhookDeliverySuccess'),
    description: 'Sends a delivery again, whether it had arrived or not: the same words under the same webhook-id.',
    args: { input: t.arg({ type: ResendInput, required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) => {
      const webhookDelivery = await resendWebhookDelivery(ctx, { webhookDeliveryId: localId('WebhookDelivery', input.webhookDeliveryId) })
      return isFailure(webhookDelivery) ? webhookDelivery : { webhookDelivery }
    },
  }),
)
