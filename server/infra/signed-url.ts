import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from './env'
import { keyFor } from './root-key'

const key = keyFor('file-url')

/** What a signed address lets its bearer do: one thing, with one file, until a moment. */
export interface Grant {
  method: 'GET' | 'PUT'
  /** Id of the file. */
  file: string
  /** What else the address is bound to, in a fixed order. */
  terms: Record<string, string>
  expires: Date
}

const signatureOf = ({ method, file, terms }: Omit<Grant, 'expires'>, expires: string): Buffer =>
  createHmac('sha256', key())
    .update(JSON.stringify([method, file, Object.entries(terms), expires]))
    .digest()

/** An address that is its own proof: who has it may do what it says, and nothing else. */
export function signedUrl(grant: Grant): string {
  const expires = String(Math.floor(grant.expires.getTime() / 1_000))
  const signature = signatureOf(grant, expires).toString('base64url')
  const query = new URLSearchParams({ ...grant.terms, expires, signature })
  return new URL(`/files/${grant.file}?${query}`, env.PUBLIC_URL).href
}

/**
 * Whether an address was signed by us for this, and its time is not over.
 * @param names of the terms, in the order in which they were signed
 * @returns the terms; null for anything that we did not sign just so
 */
export function readSignedUrl<N extends string>(
  method: Grant['method'],
  file: string,
  query: Record<string, unknown>,
  names: readonly N[],
  now: Date,
): Record<N, string> | null {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '')
  const terms = Object.fromEntries(names.map((name) => [name, text(name)])) as Record<N, string>
  const given = Buffer.from(text('signature'), 'base64url')
  const expected = signatureOf({ method, file, terms }, text('expires'))
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return Number(text('expires')) * 1_000 > now.getTime() ? terms : null
}
