import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

/** A new secret of an endpoint: 256 random bits, as Standard Webhooks writes them. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64')

/** The key that a secret stands for. */
const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(prefix.length), 'base64')

/**
 * Signs a message by Standard Webhooks 1.0, with each of several secrets: while one takes the place of another both sign.
 * @param timestamp of this attempt, in seconds
 */
export function signMessage(secrets: readonly string[], message: string, timestamp: number, body: string): string {
  const signed = `${message}.${timestamp}.${body}`
  return secrets.map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`).join(' ')
}
