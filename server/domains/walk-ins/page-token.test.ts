import { describe, expect, it } from 'vitest'
import { makePageToken, readPageToken } from './page-token'

const key = Buffer.alloc(32, 7)
const siteId = '0192f0c1-2b3c-7d4e-8f50-6a7b8c9d0e1f'

describe('the token of a page on which guests register themselves', () => {
  it('is read back as it was made, and is the same each time', () => {
    const token = makePageToken(siteId, 3, key)
    expect(readPageToken(token, key)).toEqual({ siteId, version: 3 })
    expect(makePageToken(siteId, 3, key)).toBe(token)
  })

  it('is nothing under another key, for another version, cut, prolonged or changed', () => {
    const token = makePageToken(siteId, 3, key)
    expect(readPageToken(token, Buffer.alloc(32, 8))).toBeNull()
    for (const other of [token.slice(1), `${token}A`, token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), '', 'x'.repeat(5_000)])
      expect(readPageToken(other, key)).toBeNull()
    const bytes = Buffer.from(token, 'base64url')
    bytes[16] = 4
    expect(readPageToken(bytes.toString('base64url'), key)).toBeNull()
  })
})
