import { decodeBase45, encodeBase45 } from './base45'

/** What a site says of codes that change: nothing, that they are shown and others are noted, or that no other lets somebody in. */
export const changingCodes = ['OFF', 'PREFERRED', 'REQUIRED'] as const

/** One of them. */
export type ChangingCodes = (typeof changingCodes)[number]

/** For how long a code is shown before the next, in milliseconds. */
export const stepLength = 15_000

/** By how many steps before and after now a code may be of: clocks differ, and so do the moments of showing and reading. */
export const stepTolerance = 1

const STEP_BYTES = 4
const MAC_BYTES = 8

/** Symbols of what changes: 12 bytes in base45, after the code of the pass. */
export const LIVE_LENGTH = ((STEP_BYTES + MAC_BYTES) / 2) * 3

/** Keeps what is made under the key from meaning anything elsewhere. */
const CONTEXT = new TextEncoder().encode('guest-center:live-code:v1\0')

/** The part of a code that changes: for which step it was made, and what proves that its maker has the key of the pass. */
export interface LivePart {
  step: number
  mac: Uint8Array
}

/** What was shown of a pass: nothing to compare, a code of this moment, one that does not change, one of another moment, or an old one. */
export type CodeShown = 'NONE' | 'LIVE' | 'STILL' | 'PAST' | 'OLD'

/** The step of a moment, in milliseconds since 1970. */
export const stepOf = (at: number): number => Math.floor(at / stepLength)

/** Whether a code of a step may be shown at a moment. */
export const isOfNow = (step: number, at: Date): boolean => Math.abs(stepOf(at.getTime()) - step) <= stepTolerance

/** What the key of a pass proves a step by: HMAC-SHA256 over these bytes, of which the first eight are shown. @throws RangeError for no step */
export function bytesOfStep(step: number): Uint8Array<ArrayBuffer> {
  if (!Number.isInteger(step) || step < 0 || step > 0xffffffff) throw new RangeError('a step is four bytes')
  const bytes = new Uint8Array(CONTEXT.length + STEP_BYTES)
  bytes.set(CONTEXT)
  new DataView(bytes.buffer).setUint32(CONTEXT.length, step)
  return bytes
}

/** The code of a pass for a step. @param mac of {@link bytesOfStep}, whole or its first bytes */
export function formatLiveCode(code: string, step: number, mac: Uint8Array): string {
  const part = new Uint8Array(STEP_BYTES + MAC_BYTES)
  part.set(bytesOfStep(step).subarray(CONTEXT.length))
  part.set(mac.subarray(0, MAC_BYTES), STEP_BYTES)
  return code + encodeBase45(part)
}

/** Reads the part that changes; checks its form only. @returns null for anything else */
export function parseLivePart(text: string): LivePart | null {
  const bytes = text.length === LIVE_LENGTH ? decodeBase45(text) : null
  if (!bytes) return null
  return { step: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), mac: bytes.slice(STEP_BYTES) }
}

/** Whether a part proves its step. Takes as long whatever differs. @param mac of its step, under the key of the pass */
export function provesStep({ mac: shown }: LivePart, mac: Uint8Array): boolean {
  let different = shown.length ^ MAC_BYTES
  for (let index = 0; index < MAC_BYTES; index++) different |= (shown[index] ?? 0) ^ (mac[index] ?? 0)
  return different === 0
}

/** What a code that is the newest of its pass comes to at a moment. @param live its step; null for one that does not change or was not proven */
export function shownAt(live: { step: number; isProven: boolean } | null, at: Date): CodeShown {
  if (!live) return 'STILL'
  return live.isProven && isOfNow(live.step, at) ? 'LIVE' : 'PAST'
}
