import { builder } from '../../../graphql/builder'
import { optionalLocalId } from '../../../graphql/global-id'
import { translate } from '../../../infra/i18n'
import { authorize } from '../../../core/authorize'
import { webhookEventTypes, type WebhookEventType } from '../event-types'
import { bodyOf, exampleOf } from '../payload'
import { listWebhookEndpoints, signingSecrets, webhookStatistics, type WebhookDayRow } from '../use-cases/list-webhook-endpoints'
import { WebhookDisabledForType } from './enums'

const WebhookEventTypeType = builder.objectRef<WebhookEventType>('WebhookEventType').implement({
  description: 'An event that an endpoint can be told of.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name on the wire.' }),
    version: t.exposeInt('version', { description: 'Of what its data looks like; it grows when a field goes or means something else.' }),
    scope: t.exposeString('scope', {
      nullable: true,
      description: 'What an application must be allowed to be told of it; null for nothing.',
    }),
    description: t.string({
      description: 'What happened, in the language of the caller.',
      resolve: ({ name }, _, ctx) => translate(ctx.language, `webhooks.events.${name.replace('.', '_')}`),
    }),
    example: t.string({
      description: 'A body as it could be sent, as JSON.',
      resolve: (type, _, ctx) => JSON.stringify(bodyOf(exampleOf(type, ctx.now())), null, 2),
    }),
  }),
})

const WebhookDayType = builder.objectRef<WebhookDayRow>('WebhookDay').implement({
  description: 'What a day of an endpoint came to.',
  fields: (t) => ({
    day: t.string({ description: 'The day by UTC, as 2026-03-01.', resolve: ({ day }) => day.toISOString().slice(0, 10) }),
    delivered: t.exposeInt('delivered', { description: 'Attempts that succeeded.' }),
    failed: t.exposeInt('failed', { description: 'Attempts that failed.' }),
    averageMilliseconds: t.exposeInt('average', { description: 'How long an attempt took on average.' }),
    slowestMilliseconds: t.exposeInt('slowest', { description: 'How long the slowest took.' }),
  }),
})

builder.node('WebhookEndpoint', {
  description: 'An address of an application that is told of what happens, by Standard Webhooks 1.0.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await listWebhookEndpoints(ctx, { ids })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Where it is told.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    applicationName: t.exposeString('applicationName', { description: 'What the application is called that it belongs to.' }),
    eventTypes: t.exposeStringList('eventTypes', {
      description: 'Events that it is told of; none means all that its application may hear of.',
    }),
    selection: t.exposeString('selection', {
      nullable: true,
      description:
        'A query with the variable $id: what is asked of the object of an event, with the rights of the application, and sent with it.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    disabledAt: t.expose('disabledAt', { type: 'DateTime', nullable: true, description: 'Since when it is told of nothing.' }),
    disabledFor: t.expose('disabledFor', { type: WebhookDisabledForType, nullable: true, description: 'Why it is told of nothing.' }),
    succeededAt: t.expose('succeededAt', { type: 'DateTime', nullable: true, description: 'When something last arrived.' }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'When the first attempt failed after the last that arrived; null while it is well. After 120 hours it is disabled.',
    }),
    signingSecrets: t.int({
      description: 'How many secrets sign now: more than one for 24 hours after one was replaced.',
      resolve: ({ id }, _, ctx) => signingSecrets(ctx, id),
    }),
    days: t.field({
      type: [WebhookDayType],
      description: 'What its last 30 days came to, the oldest first; days without attempts are left out.',
      resolve: ({ id }, _, ctx) => webhookStatistics(ctx, id),
    }),
  }),
})

builder.queryFields((t) => ({
  webhookEventTypes: t.field({
    type: [WebhookEventTypeType],
    description: 'Every event that an endpoint can be told of.',
    resolve: (_, __, ctx) => {
      authorize(ctx, 'application:manage')
      return [...webhookEventTypes]
    },
  }),
  webhookEndpoints: t.field({
    type: ['WebhookEndpoint'],
    description: 'Endpoints of webhooks, the oldest first.',
    args: { applicationId: t.arg.id({ description: 'Only those of this application.' }) },
    resolve: (_, { applicationId }, ctx) => listWebhookEndpoints(ctx, { applicationId: optionalLocalId('Application', applicationId) }),
  }),
}))
