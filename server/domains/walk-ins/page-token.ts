import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import { parse, stringify, validate } from 'uuid'

const ID_BYTES = 16
const HEAD_BYTES = ID_BYTES + 1
const MAC_BYTES = 12

const macOf = (head: Uint8Array, key: Buffer | KeyObject): Buffer =>
  createHmac('sha256', key).update('walk-in').update(head).digest().subarray(0, MAC_BYTES)

/**
 * The token of the page on which guests of a site register themselves: site id, version and 96 bits of HMAC-SHA256 over both. It is derived,
 * not stored: the same poster can be printed again, and raising the version ends every one that hangs somewhere.
 * @param version 0–255
 */
export function makePageToken(siteId: string, version: number, key: Buffer | KeyObject): string {
  if (!Number.isInteger(version) || version < 0 || version > 255) throw new RangeError('a version is one byte')
  if (!validate(siteId)) throw new RangeError('the site id is not a uuid')
  const head = Buffer.from([...parse(siteId), version])
  return Buffer.concat([head, macOf(head, key)]).toString('base64url')
}

/** Reads the token of such a page. The caller still compares the version with that of the site. @returns null for whatever this key did not make */
export function readPageToken(token: string, key: Buffer | KeyObject): { siteId: string; version: number } | null {
  if (token.length > 60) return null
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== HEAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null
  const head = bytes.subarray(0, HEAD_BYTES)
  if (!timingSafeEqual(macOf(head, key), bytes.subarray(HEAD_BYTES))) return null
  return { siteId: stringify(head), version: head.readUInt8(ID_BYTES) }
}
