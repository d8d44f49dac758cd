import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** Random bytes of a version 7 uuid, by the library's own count. */
const size = 16

// The system is asked for many bytes at once: a call for the few of one key costs several times what the key does.
const store = new Uint8Array(256 * size)
let used = store.length

/** Random bytes that nobody else got. */
function freshBytes(): Uint8Array {
  if (used === store.length) {
    randomFillSync(store)
    used = 0
  }
  return store.subarray(used, (used += size))
}

let latest = 0
let sequence = 0

/** A new primary key: uuid v7, so that rows made together stand together in the index. Those of one process sort as they were made. */
export function newId(): string {
  const random = freshBytes()
  const now = Date.now()
  if (now > latest) {
    latest = now
    // Its highest bit stays free: within a millisecond the sequence has two thousand million steps before it could overflow.
    sequence = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1
  } else sequence += 1
  return v7({ msecs: latest, random, seq: sequence })
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** The least primary key of a moment: everything made later sorts after it. */
export const idAt = (millis: number): string => v7({ msecs: millis, random: new Uint8Array(16), seq: 0 })

/** When a primary key was made, in milliseconds. */
export const timeOfId = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

/** Whether a text can be a primary key at all; anything else behaves as a row that does not exist. */
export const isId = (text: string): boolean => uuid.test(text)
