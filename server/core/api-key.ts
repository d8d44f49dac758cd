import { randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { isPermission, type Permission } from './permissions'
import { hashToken } from './token'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** 43 symbols of 62 are 256 random bits; 6 hold the 32 bits of a CRC. */
const secretLength = 43
const checksumLength = 6
const form = /^gc_(live|test)_[0-9A-Za-z]{49}$/

/** The CRC-32 of a text in six symbols, the leading ones first. */
function checksumOf(text: string): string {
  let rest = crc32(text)
  let symbols = ''
  for (let place = 0; place < checksumLength; place++) {
    symbols = alphabet.charAt(rest % alphabet.length) + symbols
    rest = Math.floor(rest / alphabet.length)
  }
  return symbols
}

/** A key as it is shown once, and what is kept of it. */
export interface NewApiKey {
  key: string
  keyHash: Uint8Array<ArrayBuffer>
  /** First symbols, by which people recognise it. */
  hint: string
}

/**
 * Makes an integrator's key: `gc_live_` (`gc_test_` in a sandbox), 256 random bits, and a checksum of all that stands before it, so
 * that a secret scanner can tell a key from what only looks like one, and a mistyped key is refused without asking the database.
 */
export function newApiKey(isSandbox: boolean): NewApiKey {
  const secret = Array.from({ length: secretLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
  const body = `${isSandbox ? 'gc_test_' : 'gc_live_'}${secret}`
  const key = body + checksumOf(body)
  return { key, keyHash: hashToken(key), hint: key.slice(0, 12) }
}

/** Whether a text can be an integrator's key at all: its form and checksum are right. */
export const isApiKey = (text: string): boolean =>
  form.test(text) && text.slice(-checksumLength) === checksumOf(text.slice(0, -checksumLength))

/** Scopes as they are stored, without those that this version no longer knows. */
export const scopesOf = (stored: unknown): Permission[] =>
  Array.isArray(stored) ? stored.filter((scope): scope is Permission => typeof scope === 'string' && isPermission(scope)) : []
