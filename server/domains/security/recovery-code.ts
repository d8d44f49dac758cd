import { createHmac, randomInt } from 'node:crypto'
import { keyFor } from '../../infra/root-key'

/** Digits and letters without those that are mistaken for others on paper. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz'

const length = 12

const key = keyFor('recovery-code')

/** A new recovery code: 58 random bits in three groups. */
export function newRecoveryCode(): string {
  const signs = Array.from({ length }, () => alphabet[randomInt(alphabet.length)])
  return [0, 4, 8].map((start) => signs.slice(start, start + 4).join('')).join('-')
}

/**
 * The hash under which a person's recovery code is kept: too short for a plain hash, so it needs a key of the installation too.
 * @returns null for a text that cannot be a recovery code
 */
export function hashRecoveryCode(userId: string, typed: string): Uint8Array<ArrayBuffer> | null {
  const signs = typed.toLowerCase().replaceAll(/[\s-]/g, '')
  if (signs.length !== length || ![...signs].every((sign) => alphabet.includes(sign))) return null
  return new Uint8Array(createHmac('sha256', key()).update(`${userId}:${signs}`).digest())
}
