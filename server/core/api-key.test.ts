import { describe, expect, it } from 'vitest'
import { isApiKey, newApiKey, scopesOf } from './api-key'

describe('an integrator’s key', () => {
  it('says where it belongs, ends in a checksum and can be told by a fixed pattern', () => {
    for (let count = 0; count < 1_000; count++) {
      const [live, test] = [newApiKey(false), newApiKey(true)]
      expect(live.key).toMatch(/^gc_live_[0-9A-Za-z]{49}$/)
      expect(test.key).toMatch(/^gc_test_[0-9A-Za-z]{49}$/)
      expect([isApiKey(live.key), isApiKey(test.key)]).toEqual([true, true])
      expect(live.key.startsWith(live.hint)).toBe(true)
    }
  })

  it('is none with any one symbol changed, lost, added or moved to the sandbox', () => {
    const { key } = newApiKey(false)
    for (let place = 0; place < key.length; place++) {
      const other = key[place] === 'a' ? 'b' : 'a'
      expect(isApiKey(key.slice(0, place) + other + key.slice(place + 1)), String(place)).toBe(false)
      expect(isApiKey(key.slice(0, place) + key.slice(place + 1)), String(place)).toBe(false)
    }
    for (const text of [`${key}a`, key.replace('live', 'test'), ` ${key}`, '', 'gc_live_'.padEnd(57, '0')])
      expect(isApiKey(text)).toBe(false)
  })

  it('keeps no scope that there is not', () => {
    expect(scopesOf(['pass:read', 'gone:long_ago', 7])).toEqual(['pass:read'])
    expect(scopesOf('pass:read')).toEqual([])
  })
})
