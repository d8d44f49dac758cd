import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BASE45_ALPHABET, decodeBase45, encodeBase45 } from './base45'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('writes and reads the examples of RFC 9285: %j', (plain, encoded) => {
    expect(encodeBase45(utf8(plain))).toBe(encoded)
    expect(decodeBase45(encoded)).toEqual(utf8(plain))
  })

  it.each(['A', 'BB8A', 'GGW', ':::', '::', 'V5', 'bb8', 'BB8\n', 'ББ8', '🙂🙂🙂', '__proto__'])('refuses %j', (text) => {
    expect(decodeBase45(text)).toBeNull()
  })

  it('takes the largest values and nothing above', () => {
    expect(decodeBase45('FGW')).toEqual(new Uint8Array([0xff, 0xff]))
    expect(decodeBase45('U5')).toEqual(new Uint8Array([0xff]))
  })

  it('brings any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes)
      }),
    )
  })

  it('never throws, and never reads two texts as the same bytes', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...BASE45_ALPHABET) }))
    fc.assert(
      fc.property(text, (candidate) => {
        const bytes = decodeBase45(candidate)
        if (bytes) expect(encodeBase45(bytes)).toBe(candidate)
      }),
    )
  })
})
