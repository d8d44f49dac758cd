import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** Why deliveries to an endpoint have ended. */
export const disabledFor = ['BY_HAND', 'GONE', 'FAILING'] as const

/** An endpoint is told of nothing more until somebody enables it: its receiver said that it is gone, or failed for 120 hours. */
export const WebhookEndpointDisabled = defineEvent(
  'endpoint.disabled',
  z.object({ webhookEndpointId: z.uuid(), reason: z.enum(disabledFor) }),
  { entity: 'webhookEndpointId', webhook: true },
)

/** What an endpoint has missed between two moments (milliseconds since 1970) is to be sent to it. */
export const WebhookRecoveryAsked = defineEvent(
  'endpoint.recovery_asked',
  z.object({ webhookEndpointId: z.uuid(), since: z.int(), before: z.int() }),
  { entity: 'webhookEndpointId' },
)

/** Somebody is to be told by mail that an endpoint fails or was disabled. */
export const WebhookNoted = defineEvent('endpoint.noted', z.object({ webhookNoticeId: z.uuid() }), { entity: 'webhookNoticeId' })
