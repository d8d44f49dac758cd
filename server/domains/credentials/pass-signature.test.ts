import { encodeClaims, parsePassCode, type PassClaims } from '#shared/credentials/pass-code'
import { describe, expect, it } from 'vitest'
import { generateSigningKey, importPrivateKey, importPublicKey, signPassCode, verifyPassCode } from './pass-signature'

const key = generateSigningKey()
const [publicKey, privateKey] = [importPublicKey(key.publicKey), importPrivateKey(key.privateKey)]
const claims: PassClaims = {
  keyId: key.keyId,
  passId: '019a4f2e-7c31-7d10-8a55-3f0c9be1d2a4',
  notBefore: new Date('2026-11-12T08:00:00Z'),
  expiresAt: new Date('2026-11-12T18:00:00Z'),
  flags: 0,
}
const parsed = parsePassCode(signPassCode(claims, privateKey))!

describe('the signature of a pass', () => {
  it('is accepted with its own key', () => {
    expect(parsed.claims).toEqual(claims)
    expect(verifyPassCode(parsed, publicKey)).toBe(true)
  })

  it('is refused with another key', () => {
    expect(verifyPassCode(parsed, importPublicKey(generateSigningKey().publicKey))).toBe(false)
  })

  it('is refused when any bit of claims, context or signature is changed', () => {
    for (const part of ['signed', 'signature'] as const) {
      for (let bit = 0; bit < parsed[part].length * 8; bit++) {
        const changed = parsed[part].slice()
        changed[bit >> 3]! ^= 1 << (bit & 7)
        expect(verifyPassCode({ ...parsed, [part]: changed }, publicKey)).toBe(false)
      }
    }
  })

  it.each<[string, Partial<PassClaims>]>([
    ['expiry + 1 s', { expiresAt: new Date('2026-11-12T18:00:01Z') }],
    ['not-before − 1 s', { notBefore: new Date('2026-11-12T07:59:59Z') }],
    ['another pass', { passId: '019a4f2e-7c31-7d10-8a55-3f0c9be1d2a5' }],
    ['other flags', { flags: 1 }],
  ])('does not cover %s', (_, changed) => {
    const code = signPassCode({ ...claims, ...changed }, importPrivateKey(generateSigningKey().privateKey))
    expect(verifyPassCode(parsePassCode(code)!, publicKey)).toBe(false)
    expect(verifyPassCode({ signed: parsePassCode(code)!.signed, signature: parsed.signature }, publicKey)).toBe(false)
  })

  it('is not one over the bare claims: the context counts', () => {
    expect(verifyPassCode({ signed: encodeClaims(claims), signature: parsed.signature }, publicKey)).toBe(false)
  })
})

describe('signing keys', () => {
  it('are 32 raw bytes each and an id of 4, different every time', () => {
    expect([key.publicKey.length, key.privateKey.length, key.keyId]).toEqual([32, 32, expect.stringMatching(/^[0-9a-f]{8}$/)])
    expect(generateSigningKey().keyId).not.toBe(key.keyId)
  })

  it('read as RFC 8032 writes them', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
    const expected = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex')
    const code = parsePassCode(signPassCode(claims, importPrivateKey(seed)))!
    expect(verifyPassCode(code, importPublicKey(expected))).toBe(true)
  })

  it('of a wrong length are refused', () => {
    expect(() => importPublicKey(Buffer.alloc(31))).toThrow(RangeError)
    expect(() => importPrivateKey(Buffer.alloc(64))).toThrow(RangeError)
  })
})
