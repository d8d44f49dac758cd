import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Has an endpoint told of everything that it has missed since a moment. */
export const RecoverWebhooks = defineJob(
  'RecoverWebhooks',
  'webhooks',
  z.object({ webhookEndpointId: z.uuid(), since: z.int(), before: z.int() }),
)

/** Throws away what selections of an organization found and is kept for deliveries: a person was erased, and it may name them. */
export const ForgetSelections = defineJob('ForgetSelections', 'webhooks', z.object({ erasureId: z.uuid() }))
