import { redis } from '../../infra/redis'

/** Channel on which processes say that endpoints have something to be told, or are otherwise now. */
export const webhookWake = 'webhooks:wake'

/** What is said of endpoints. */
export interface Woken {
  /** Events were numbered: look whether endpoints asked for them. */
  events?: boolean
  /** Endpoints for which something is due. */
  due?: readonly string[]
  /** Endpoints that were changed, disabled or deleted, or whose secrets were. */
  changed?: readonly string[]
}

/** Tells every worker, after a commit. Only a wake-up: they also look by themselves. */
export function wakeWebhooks(woken: Woken): void {
  redis.publish(webhookWake, JSON.stringify(woken)).catch(() => undefined)
}
