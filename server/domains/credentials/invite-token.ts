import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import { parse, stringify, validate } from 'uuid'

const ID_BYTES = 16
const HEAD_BYTES = ID_BYTES + 1
const MAC_BYTES = 15
const TOKEN_LENGTH = 43

function macOf(head: Uint8Array, key: Buffer | KeyObject) {
  return createHmac('sha256', key).update('invite').update(head).digest().subarray(0, MAC_BYTES)
}

/**
 * The token of an invite link: pass id, version and 120 bits of HMAC-SHA256 over both, 43 symbols of base64url.
 * It is derived, not stored; raising the pass's inviteVersion ends every link given before.
 * @param inviteVersion 0–255
 * @throws RangeError for another version or an id that is not a uuid
 */
export function makeInviteToken(passId: string, inviteVersion: number, key: Buffer | KeyObject): string {
  if (!Number.isInteger(inviteVersion) || inviteVersion < 0 || inviteVersion > 255) throw new RangeError('an invite version is one byte')
  if (!validate(passId)) throw new RangeError('the pass id is not a uuid')
  const head = Buffer.from([...parse(passId), inviteVersion])
  return Buffer.concat([head, macOf(head, key)]).toString('base64url')
}

/**
 * Reads an invite token. The caller still compares inviteVersion with that of the pass.
 * @returns null for whatever this key did not make; takes the same time wherever the forgery differs
 */
export function readInviteToken(token: string, key: Buffer | KeyObject): { passId: string; inviteVersion: number } | null {
  if (token.length !== TOKEN_LENGTH) return null
  const bytes = Buffer.from(token, 'base64url')
  // 43 symbols hold two bits more than 32 bytes: only the one spelling that was given out is a token.
  if (bytes.length !== HEAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null
  const head = bytes.subarray(0, HEAD_BYTES)
  if (!timingSafeEqual(macOf(head, key), bytes.subarray(HEAD_BYTES))) return null
  return { passId: stringify(head), inviteVersion: head.readUInt8(ID_BYTES) }
}
