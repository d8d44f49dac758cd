import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayShortCode, makeShortCode, normalizeShortCode, SHORT_CODE_ALPHABET } from './short-code'

const anyCode = fc.uint8Array({ minLength: 9, maxLength: 9 }).map(makeShortCode)

describe('short code', () => {
  it('has 10 symbols that are not mistaken for each other', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/)
      }),
    )
  })

  it('uses every symbol of the random bytes evenly', () => {
    const symbols = Array.from({ length: 256 }, (_, byte) => makeShortCode(new Uint8Array(9).fill(byte)).charAt(0))
    for (const symbol of SHORT_CODE_ALPHABET) expect(symbols.filter((each) => each === symbol)).toHaveLength(8)
  })

  it('refuses too little randomness', () => {
    expect(() => makeShortCode(new Uint8Array(8))).toThrow(RangeError)
  })

  it('comes back from how it is shown', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(displayShortCode(code)).toMatch(/^\w{5}-\w{5}$/)
        expect(normalizeShortCode(displayShortCode(code))).toBe(code)
      }),
    )
  })

  it('notices every single wrong symbol', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(9), fc.nat(31), (code, position, value) => {
        const symbol = SHORT_CODE_ALPHABET.charAt(value)
        fc.pre(symbol !== code[position])
        expect(normalizeShortCode(code.slice(0, position) + symbol + code.slice(position + 1))).toBeNull()
      }),
      { numRuns: 2000 },
    )
  })

  it('notices every swap of two neighbours but 0 with Z', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(8), (code, position) => {
        const [one, other] = [code.charAt(position), code.charAt(position + 1)]
        fc.pre(one !== other)
        const swapped = code.slice(0, position) + other + one + code.slice(position + 2)
        const blind = [one, other].toSorted().join('') === '0Z'
        expect(normalizeShortCode(swapped)).toBe(blind ? swapped : null)
      }),
      { numRuns: 2000 },
    )
  })

  it('forgives case, spaces, hyphens and look-alikes', () => {
    const digits = makeShortCode(new Uint8Array([0, 1, 0, 1, 10, 11, 12, 14, 19]))
    expect(digits.slice(0, 9)).toBe('0101ABCEK')
    const last = digits.charAt(9)
    for (const typed of ['oIoLabcek', 'OlOiABCEK', 'о1О1авсек', '0101-АВСЕК', ' 01 01‑abc — ek ', '0101\u00a0abcek']) {
      expect(normalizeShortCode(typed + last)).toBe(digits)
    }
    const cyrillic = makeShortCode(new Uint8Array([20, 17, 22, 26, 29, 12, 30, 2, 2]))
    expect(cyrillic.slice(0, 9)).toBe('MHPTXCY22')
    expect(normalizeShortCode(`мнртхсу22${cyrillic.charAt(9)}`)).toBe(cyrillic)
  })

  it.each(['', '0000000000U', '000000000', '00000000000', 'UUUUUUUUUU', 'ЖЖЖЖЖЖЖЖЖЖ', '0'.repeat(100_000), '<script>00', '00000_0000'])(
    'refuses %#',
    (text) => expect(normalizeShortCode(text)).toBeNull(),
  )
})
