import { z } from 'zod'
import { line } from './visitors'

/** Endpoints of one application at most. */
export const mostWebhookEndpoints = 20

/** Secrets of an endpoint that sign at once at most: replaced again and again within a day, it is enough. */
export const mostWebhookSecrets = 4

/** For how many hours a secret that was replaced signs beside the new one (contracts.md). */
export const webhookOverlapHours = 24

const url = z.string().trim().min(1, 'errors.webhookUrl').max(2_000, 'errors.webhookUrl')
const description = z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), line(200).nullish())
const eventTypes = z
  .array(z.string().max(60))
  .max(100)
  .transform((names) => [...new Set(names)].sort())
const selection = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
  z.string().max(10_000, 'errors.webhookSelectionLong').nullish(),
)
const idempotencyKey = z.string().max(100).nullish()

/** What making an endpoint takes. */
export const createWebhookEndpointSchema = z.object({
  applicationId: z.string(),
  url,
  description,
  eventTypes,
  selection,
  idempotencyKey,
})

/** What changing an endpoint takes; what is not given stays as it is. */
export const updateWebhookEndpointSchema = z.object({
  webhookEndpointId: z.string(),
  url: url.nullish(),
  description,
  eventTypes: eventTypes.nullish(),
  selection,
  isEnabled: z.boolean().nullish(),
})

/** What names an endpoint. */
export const webhookEndpointSchema = z.object({ webhookEndpointId: z.string() })

/** What sending a delivery again takes. */
export const resendWebhookDeliverySchema = z.object({ webhookDeliveryId: z.string() })

/** How far back events are kept for being told again, in days (contracts.md). */
export const webhookMemoryDays = 30

/** What sending everything since a moment takes. */
export const recoverWebhookDeliveriesSchema = z.object({ webhookEndpointId: z.string(), since: z.date() })

/** What sending an example takes. */
export const sendWebhookExampleSchema = z.object({ webhookEndpointId: z.string(), type: z.string().max(60), idempotencyKey })

/** What trying a selection takes: with the rights of which application, of which object. */
export const tryWebhookSelectionSchema = z.object({
  applicationId: z.string(),
  selection: z.string().trim().min(1).max(10_000, 'errors.webhookSelectionLong'),
  objectId: z.string().max(120),
})
