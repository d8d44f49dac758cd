import fc from 'fast-check'
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { BASE45_ALPHABET } from './base45'
import { correctKeyboardLayout, encodeClaims, formatPassCode, parsePassCode, readCode, signedBytes, type PassClaims } from './pass-code'
import { makeShortCode } from './short-code'

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const time = fc.integer({ min: 0, max: 0xffffffff }).map((seconds) => new Date(seconds * 1000))
const anyClaims: fc.Arbitrary<PassClaims> = fc.record({
  keyId: bytesOf(4).map((bytes) => Buffer.from(bytes).toString('hex')),
  passId: fc.uuid(),
  notBefore: time,
  expiresAt: time,
  flags: fc.nat(255),
})
const anyCode = fc.tuple(anyClaims, bytesOf(64)).map(([claims, signature]) => formatPassCode(claims, signature))

const claims: PassClaims = {
  keyId: '0a1b2c3d',
  passId: '019a4f2e-7c31-7d10-8a55-3f0c9be1d2a4',
  notBefore: new Date('2026-11-12T08:00:00Z'),
  expiresAt: new Date('2026-11-12T18:00:00Z'),
  flags: 3,
}

const hexSeconds = (at: Date) => (at.getTime() / 1000).toString(16).padStart(8, '0')

describe('the form of a pass code', () => {
  it('is laid out as written down: version, key, pass, times big-endian, flags', () => {
    const fields = ['01', '0a1b2c3d', '019a4f2e7c317d108a553f0c9be1d2a4', hexSeconds(claims.notBefore), hexSeconds(claims.expiresAt), '03']
    expect(Buffer.from(encodeClaims(claims)).toString('hex')).toBe(fields.join(''))
  })

  it('signs a context before the claims', () => {
    expect(Buffer.from(signedBytes(claims)).toString('latin1')).toBe(
      `guest-center:pass:v1\0${Buffer.from(encodeClaims(claims)).toString('latin1')}`,
    )
  })

  it('fits a QR of version 7 at correction M, in its alphanumeric mode', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(code.length).toBeLessThanOrEqual(145)
        expect(code).toMatch(/^GC1:[0-9A-Z $%*+\-./:]+$/)
        expect(encode(code, { ecc: 'M' }).version).toBeLessThanOrEqual(7)
      }),
      { numRuns: 30 },
    )
  })

  it('comes back as it was made', () => {
    fc.assert(
      fc.property(anyClaims, bytesOf(64), (given, signature) => {
        expect(parsePassCode(formatPassCode(given, signature))).toEqual({ claims: given, signed: signedBytes(given), signature })
      }),
    )
  })

  it('cuts milliseconds', () => {
    const code = formatPassCode({ ...claims, expiresAt: new Date('2026-11-12T18:00:00.999Z') }, new Uint8Array(64))
    expect(parsePassCode(code)?.claims.expiresAt).toEqual(claims.expiresAt)
  })

  it.each<[string, Partial<PassClaims>]>([
    ['key id', { keyId: 'xyz' }],
    ['pass id', { passId: '1' }],
    ['flags', { flags: 256 }],
    ['time', { expiresAt: new Date('2107-01-01') }],
    ['invalid time', { notBefore: new Date(Number.NaN) }],
  ])('refuses to make a code with a bad %s', (_, wrong) => {
    expect(() => formatPassCode({ ...claims, ...wrong }, new Uint8Array(64))).toThrow(RangeError)
  })
})

describe('reading a damaged code', () => {
  it('never takes a code with one bit flipped for the same claims and signature', () => {
    const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0
    fc.assert(
      fc.property(anyCode, fc.nat(144), fc.nat(6), (code, position, bit) => {
        const flipped = code.slice(0, position) + String.fromCharCode(code.charCodeAt(position) ^ (1 << bit)) + code.slice(position + 1)
        const [before, after] = [parsePassCode(code)!, parsePassCode(flipped)]
        expect(after && same(after.signed, before.signed) && same(after.signature, before.signature)).toBeFalsy()
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['cut', -1],
    ['cut to the prefix', 4],
  ])('refuses one that is %s', (_, end) => {
    expect(parsePassCode(formatPassCode(claims, new Uint8Array(64)).slice(0, end))).toBeNull()
  })

  it('refuses another version', () => {
    const payload = formatPassCode(claims, new Uint8Array(64)).slice(4)
    expect(parsePassCode(`GC2:${payload}`)).toBeNull()
    // The first three symbols hold the version byte and the first byte of the key: version 2 is 256 more.
    const next = 2 * 256 + 0x0a
    const symbols = [next % 45, Math.floor(next / 45) % 45, Math.floor(next / 2025)].map((value) => BASE45_ALPHABET.charAt(value)).join('')
    expect(parsePassCode(`GC1:${symbols}${payload.slice(3)}`)).toBeNull()
  })
})

/** What each key gives on a Russian Windows keyboard, written down apart from the product's own table. */
const LATIN = 'QWERTYUIOPASDFGHJKLZXCVBNM0123456789 $%*+-./:'
const RUSSIAN = 'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ0123456789 ;%*+-ю.Ж'
const invertCase = (text: string) => [...text].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('')
const typedInRussian = (code: string) => [...code].map((symbol) => RUSSIAN.charAt(LATIN.indexOf(symbol))).join('')

describe('a keyboard-wedge scanner', () => {
  const anyText = fc.string({ unit: fc.constantFrom(...BASE45_ALPHABET), maxLength: 150 }).map((text) => `GC1:${text}`)

  it('covers the whole alphabet', () => {
    expect([...LATIN].toSorted()).toEqual([...BASE45_ALPHABET].toSorted())
  })

  it('may type through the Russian layout, Caps Lock or not', () => {
    fc.assert(
      fc.property(anyText, (code) => {
        expect(correctKeyboardLayout(typedInRussian(code))).toBe(code)
        expect(correctKeyboardLayout(invertCase(typedInRussian(code)))).toBe(code)
      }),
    )
  })

  it('may type with Caps Lock on a Latin layout', () => {
    fc.assert(
      fc.property(anyText, (code) => {
        expect(correctKeyboardLayout(invertCase(code))).toBe(code)
      }),
    )
  })

  it('leaves a right code alone, spaces included', () => {
    fc.assert(
      fc.property(anyText, (code) => {
        expect(correctKeyboardLayout(code)).toBe(code)
      }),
    )
    expect(correctKeyboardLayout('GC1: A  B ')).toBe('GC1: A  B ')
  })

  it.each(['\r\n', '\r', '\n', '\t'])('may end with %j, which goes; a second one stays', (end) => {
    expect(correctKeyboardLayout(`GC1:A ${end}`)).toBe('GC1:A ')
    expect(correctKeyboardLayout(`ПС1ЖФ ${end}`)).toBe('GC1:A ')
    expect(correctKeyboardLayout(`GC1:A \n${end}`).length).toBeGreaterThan('GC1:A '.length)
  })

  it('leaves what is no pass code as it is', () => {
    expect(correctKeyboardLayout('Привет')).toBe('Привет')
    expect(correctKeyboardLayout('gC1:abc')).toBe('gC1:abc')
  })
})

describe('readCode', () => {
  const code = formatPassCode(claims, new Uint8Array(64).fill(7))
  const short = makeShortCode(new Uint8Array([8, 1, 30, 4, 17, 2, 9, 11, 3]))

  it('knows a pass, however it was typed', () => {
    for (const text of [code, `${code}\r\n`, typedInRussian(code), code.toLowerCase()]) {
      expect(readCode(text)).toMatchObject({ kind: 'pass', code, claims })
    }
  })

  it('knows a short code, with Enter after it or typed on Russian keys', () => {
    expect(readCode(`${short.slice(0, 5)}-${short.slice(5)}\n`.toLowerCase())).toEqual({ kind: 'short', code: short })
    expect(short).toMatch(/[QWYZ]/)
    expect(readCode(typedInRussian(short))).toEqual({ kind: 'short', code: short })
  })

  it.each(['', ' ', 'GC1:', 'https://example.com', '<script>', ` ${code}`, `${code} `, code.repeat(1000), '\0', '🙂'.repeat(10)])(
    'knows nothing else (%#)',
    (text) => expect(readCode(text)).toEqual({ kind: 'unknown' }),
  )

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(['pass', 'short', 'unknown']).toContain(readCode(text).kind)
      }),
    )
  })
})
