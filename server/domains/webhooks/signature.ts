import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'

const prefix = 'whsec_'

/** A new secret of an endpoint: 256 random bits, as Standard Webhooks writes them. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64')

/** The key that a secret stands for. Made once and not for every message: of bytes a new one would be made each time. */
export const signingKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret.slice(prefix.length), 'base64'))

/**
 * Signs a message by Standard Webhooks 1.0, with the keys of several secrets: while one takes the place of another both sign.
 * @param timestamp of this attempt, in seconds
 */
export function signMessage(keys: readonly KeyObject[], message: string, timestamp: number, body: string): string {
  const signed = `${message}.${timestamp}.${body}`
  return keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ')
}
