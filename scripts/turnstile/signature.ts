import { createHmac, timingSafeEqual } from 'node:crypto'

/** A text with what proves who wrote it and when (Standard Webhooks 1.0). */
export interface Signed {
  id: string
  timestamp: string
  signature: string
  body: string
}

const macOf = (secret: string, { id, timestamp, body }: Omit<Signed, 'signature'>): Buffer =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest()

/** Signs a text. @param at milliseconds, by the clock of the server */
export function sign(secret: string, id: string, body: string, at: number): Signed {
  const unsigned = { id, timestamp: String(Math.floor(at / 1_000)), body }
  return { ...unsigned, signature: `v1,${macOf(secret, unsigned).toString('base64')}` }
}

/** Whether a text was signed with the secret. */
export function isSigned(secret: string, { signature, ...rest }: Signed): boolean {
  const mac = macOf(secret, rest)
  return signature.split(' ').some((part) => {
    const given = Buffer.from(part.replace(/^v1,/, ''), 'base64')
    return given.length === mac.length && timingSafeEqual(given, mac)
  })
}
