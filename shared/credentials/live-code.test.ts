import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { BASE45_ALPHABET } from './base45'
import { bytesOfStep, formatLiveCode, isOfNow, LIVE_LENGTH, parseLivePart, provesStep, shownAt, stepLength, stepOf } from './live-code'
import { formatPassCode, parsePassCode, readCode } from './pass-code'

const key = Buffer.alloc(32, 7)
const macOf = (step: number) => createHmac('sha256', key).update(bytesOfStep(step)).digest()
const claims = {
  keyId: '0a1b2c3d',
  passId: '019a4f2e-7c31-7d10-8a55-3f0c9be1d2a4',
  notBefore: new Date(0),
  expiresAt: new Date(1e12),
  flags: 0,
}
const code = formatPassCode(claims, new Uint8Array(64).fill(0xa5))
const anyStep = fc.nat(0xffffffff)
const liveOf = (step: number) => formatLiveCode(code, step, macOf(step))
const partOf = (text: string) => {
  const read = readCode(text)
  return read.kind === 'pass' ? read.live : null
}

/** Whether a scanner would take a text for a code of a step that its pass made. */
const isTaken = (text: string): boolean => {
  const live = partOf(text)
  return live !== null && provesStep(live, macOf(live.step))
}

describe('a code that changes', () => {
  it('begins with the code of its pass, says its step, and fits a QR of version 7 at correction M', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        const text = liveOf(step)
        expect(text).toHaveLength(code.length + LIVE_LENGTH)
        expect(readCode(text)).toMatchObject({ kind: 'pass', code, live: { step }, ...parsePassCode(code) })
        expect(isTaken(text)).toBe(true)
        expect(encode(text, { ecc: 'M' }).version).toBeLessThanOrEqual(7)
      }),
      { numRuns: 40 },
    )
  })

  it('is not taken with any symbol of what changes another one', () => {
    fc.assert(
      fc.property(anyStep, fc.nat(LIVE_LENGTH - 1), fc.constantFrom(...BASE45_ALPHABET), (step, place, symbol) => {
        const text = liveOf(step)
        const at = code.length + place
        fc.pre(text[at] !== symbol)
        expect(isTaken(text.slice(0, at) + symbol + text.slice(at + 1))).toBe(false)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is not taken with any bit of it flipped, half of it, or of another pass', () => {
    const { step, mac } = parseLivePart(liveOf(118_000_000).slice(code.length))!
    for (let bit = 0; bit < 64; bit++) {
      const other = mac.slice()
      other[bit >> 3]! ^= 1 << (bit & 7)
      expect(provesStep({ step, mac: other }, macOf(step))).toBe(false)
    }
    expect(provesStep({ step, mac: mac.slice(0, 4) }, macOf(step))).toBe(false)
    expect(provesStep({ step, mac }, createHmac('sha256', Buffer.alloc(32, 8)).update(bytesOfStep(step)).digest())).toBe(false)
    expect(readCode(liveOf(step).slice(0, -1)).kind).toBe('unknown')
    expect(readCode(`${liveOf(step)}0`).kind).toBe('unknown')
    // Three symbols that are more than two bytes.
    expect(readCode(`${liveOf(step).slice(0, -3)}:::`).kind).toBe('unknown')
  })

  it('is of this moment in its own step, the one before and the one after', () => {
    const at = (step: number) => new Date(step * stepLength + 7_000)
    expect([98, 99, 100, 101, 102].map((step) => isOfNow(100, at(step)))).toEqual([false, true, true, true, false])
    expect(stepOf(stepLength - 1)).toBe(0)
    expect([shownAt(null, at(1)), shownAt({ step: 1, isProven: true }, at(1)), shownAt({ step: 1, isProven: false }, at(1))]).toEqual([
      'STILL',
      'LIVE',
      'PAST',
    ])
    expect(shownAt({ step: 1, isProven: true }, at(3))).toBe('PAST')
  })

  it('survives a keyboard wedge on a Russian layout, with Caps Lock and a closing Enter', () => {
    expect(partOf(`${liveOf(5).toLowerCase()}\r`)?.step).toBe(5)
    expect(partOf(`ПС1Ж${liveOf(5).slice(4)}`)).toEqual(expect.anything())
  })

  it.each([-1, 0.5, 0x1_0000_0000, Number.NaN])('has no step %s', (step) => {
    expect(() => bytesOfStep(step)).toThrow(RangeError)
  })
})
