import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeInviteToken, readInviteToken } from './invite-token'

const key = randomBytes(32)
const passId = '019a4f2e-7c31-7d10-8a55-3f0c9be1d2a4'
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

describe('invite token', () => {
  it('brings back pass and version', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(255), (id, inviteVersion) => {
        const token = makeInviteToken(id, inviteVersion, key)
        expect(token).toMatch(/^[\w-]{43}$/)
        expect(readInviteToken(token, key)).toEqual({ passId: id, inviteVersion })
      }),
    )
  })

  it('is the same each time, as nothing of it is stored', () => {
    expect(makeInviteToken(passId, 4, key)).toBe(makeInviteToken(passId, 4, key))
  })

  it('is refused with any symbol changed, the spare bits of the last one included', () => {
    const token = makeInviteToken(passId, 0, key)
    for (let position = 0; position < token.length; position++) {
      for (const symbol of BASE64URL) {
        if (symbol === token[position]) continue
        expect(readInviteToken(token.slice(0, position) + symbol + token.slice(position + 1), key)).toBeNull()
      }
    }
  })

  it('is refused with another key', () => {
    expect(readInviteToken(makeInviteToken(passId, 0, key), randomBytes(32))).toBeNull()
  })

  it.each([
    '',
    'A'.repeat(43),
    'A'.repeat(42),
    'é'.repeat(43),
    `${'A'.repeat(42)}=`,
    '+'.repeat(43),
    '🙂'.repeat(21),
    'A'.repeat(1_000_000),
  ])('reads nothing from %#', (text) => expect(readInviteToken(text, key)).toBeNull())

  it.each([
    [passId, 256],
    [passId, -1],
    [passId, 1.5],
    ['not-a-uuid', 0],
  ])('is not made for %s, version %d', (id, version) => {
    expect(() => makeInviteToken(id, version, key)).toThrow(RangeError)
  })
})
