import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveKey, seal, SealBroken, unseal } from './seal'

const masterKey = randomBytes(32)
const secret = Buffer.from('seed of a signing key')
const sealed = seal(masterKey, 'signing-key', secret, 'SigningKey:1')

describe('seal', () => {
  it('opens with the same key, purpose and place', () => {
    expect(unseal(masterKey, 'signing-key', sealed, 'SigningKey:1')).toEqual(secret)
    expect(unseal(masterKey, 'x', seal(masterKey, 'x', Buffer.alloc(0), ''), '')).toEqual(Buffer.alloc(0))
  })

  it('hides the text and never repeats itself', () => {
    expect(sealed.includes(secret.subarray(0, 8))).toBe(false)
    expect(seal(masterKey, 'signing-key', secret, 'SigningKey:1')).not.toEqual(sealed)
  })

  it.each([
    ['another key', randomBytes(32), 'signing-key', 'SigningKey:1'],
    ['another purpose', masterKey, 'phone', 'SigningKey:1'],
    ['another place', masterKey, 'signing-key', 'SigningKey:2'],
  ])('stays closed with %s', (_, key, purpose, aad) => {
    expect(() => unseal(key, purpose, sealed, aad)).toThrow(SealBroken)
  })

  it('stays closed with any bit changed', () => {
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => unseal(masterKey, 'signing-key', changed, 'SigningKey:1')).toThrow(SealBroken)
    }
  })

  it('stays closed when cut at any place', () => {
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(masterKey, 'signing-key', sealed.subarray(0, length), 'SigningKey:1')).toThrow(SealBroken)
    }
  })

  it('says nothing of the content in its error', () => {
    expect(new SealBroken().message).not.toMatch(/signing|seed/)
  })
})

describe('deriveKey', () => {
  it('gives 32 bytes, the same for a purpose and others for another', () => {
    expect(deriveKey(masterKey, 'invite')).toHaveLength(32)
    expect(deriveKey(masterKey, 'invite')).toEqual(deriveKey(masterKey, 'invite'))
    expect(deriveKey(masterKey, 'invite')).not.toEqual(deriveKey(masterKey, 'session'))
  })

  it('refuses a short master key', () => {
    expect(() => deriveKey(randomBytes(31), 'invite')).toThrow(RangeError)
  })
})
