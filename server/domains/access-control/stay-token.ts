import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import { parse, stringify, validate } from 'uuid'

const ID_BYTES = 16
const HEAD_BYTES = 2 * ID_BYTES
const MAC_BYTES = 16

/** Of which reminder a link is, and to whom it was sent. */
export interface StayLink {
  stayReminderId: string
  hostId: string
}

const macOf = (head: Uint8Array, key: Buffer | KeyObject): Buffer =>
  createHmac('sha256', key).update('stay').update(head).digest().subarray(0, MAC_BYTES)

/**
 * The token of the link by which a host who was reminded says that a guest has left: reminder id, host id and 128 bits of HMAC-SHA256 over both.
 * It is derived, not stored.
 * @throws RangeError for ids that are none
 */
export function makeStayToken({ stayReminderId, hostId }: StayLink, key: Buffer | KeyObject): string {
  if (!validate(stayReminderId) || !validate(hostId)) throw new RangeError('the ids of a stay link are uuids')
  const head = Buffer.from([...parse(stayReminderId), ...parse(hostId)])
  return Buffer.concat([head, macOf(head, key)]).toString('base64url')
}

/** Reads such a token. @returns null for whatever this key did not make */
export function readStayToken(token: string, key: Buffer | KeyObject): StayLink | null {
  if (token.length > 80) return null
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== HEAD_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return null
  const head = bytes.subarray(0, HEAD_BYTES)
  if (!timingSafeEqual(macOf(head, key), bytes.subarray(HEAD_BYTES))) return null
  return { stayReminderId: stringify(head.subarray(0, ID_BYTES)), hostId: stringify(head.subarray(ID_BYTES)) }
}
