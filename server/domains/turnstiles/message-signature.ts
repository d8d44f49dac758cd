import { createHmac, timingSafeEqual } from 'node:crypto'

/** How far the time of a message may be from ours, in milliseconds: what is older was perhaps caught and is sent again by somebody else. */
export const signatureTolerance = 5 * 60_000

/** What stands around a signed text (Standard Webhooks 1.0). */
export interface Seal {
  id: string
  /** Seconds, by the clock of this server. */
  timestamp: string
  /** One or more `v1,<base64>`, with spaces between. */
  signature: string
}

const macOf = (secret: string, id: string, timestamp: string, body: string): Buffer =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest()

/** Signs a text that a controller is to believe, with each secret that it may have. */
export function signMessage(secrets: readonly string[], id: string, body: string, now: Date): Seal {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  return { id, timestamp, signature: secrets.map((secret) => `v1,${macOf(secret, id, timestamp, body).toString('base64')}`).join(' ') }
}

/** Whether a text was signed with one of the secrets; says nothing of when. */
export function isSignedBy(secrets: readonly string[], { id, timestamp, signature }: Seal, body: string): boolean {
  const given = signature.split(' ').flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3), 'base64')] : []))
  return secrets.some((secret) => {
    const mac = macOf(secret, id, timestamp, body)
    return given.some((one) => one.length === mac.length && timingSafeEqual(one, mac))
  })
}

/** By how many milliseconds a message's time is behind ours; null for one that says no time. */
export function delayOf({ timestamp }: Seal, now: Date): number | null {
  return /^\d{1,12}$/.test(timestamp) ? now.getTime() - Number(timestamp) * 1_000 : null
}
