import { describe, expect, it } from 'vitest'
import { newSeed, seedText, seedUri, stepOf } from './one-time-code'

const seed = new TextEncoder().encode('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1_000)

describe('codes of an authenticator app', () => {
  // RFC 6238, appendix B: SHA-1; of its eight digits an app shows the last six.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of the standard at %i s', (seconds, code) => {
    expect(stepOf(seed, code, at(seconds))).toBe(Math.floor(seconds / 30))
  })

  it('are taken one step early and one step late, not two', () => {
    const step = Math.floor(1_111_111_111 / 30)
    const tried = [-60, -30, 0, 30, 60].map((seconds) => stepOf(seed, '050471', at(1_111_111_111 + seconds)))
    expect(tried).toEqual([null, step, step, step, null])
  })

  it.each(['', '05047', '0504711', '05047a', '٠٥٠٤٧١', '050 471'])('are six digits, not %j', (text) => {
    expect(stepOf(seed, text, at(1_111_111_111))).toBeNull()
  })

  it('come from a seed of 160 bits that is told to the app', () => {
    const fresh = newSeed()
    expect(fresh).toHaveLength(20)
    expect(seedText(fresh)).toMatch(/^[A-Z2-7]{32}$/)
    const uri = new URL(seedUri(fresh, 'nina@example.com'))
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual(['otpauth:', 'totp', '/Guest Center:nina@example.com'])
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      issuer: 'Guest Center',
      secret: seedText(fresh),
      digits: '6',
      period: '30',
    })
  })
})
