import { createHmac } from 'node:crypto'
import type { IdentifierKind } from '#shared/credentials/identifiers'

/**
 * By what a controller knows a card or a plate: HMAC-SHA256 under the bytes of its secret, base64. Numbers are short: without a key whoever has
 * the memory of a controller would find them by trying all.
 * @param secret `whsec_` and base64
 * @param value the number as it is compared (`shared/credentials/identifiers.ts`)
 */
export const numberHash = (secret: string, kind: IdentifierKind, value: string): string =>
  createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${kind}:${value}`)
    .digest('base64')
