import { describe, expect, it } from 'vitest'
import { addressOf } from './client-address'
import { parseEnv } from './env'

describe('the address of a caller', () => {
  it('is that of the connection where no proxy is named, whatever a header says', () => {
    expect(addressOf('203.0.113.9', '198.51.100.1', 0)).toBe('203.0.113.9')
    expect(addressOf('::ffff:203.0.113.9', null, 0)).toBe('203.0.113.9')
    expect(addressOf(undefined, '198.51.100.1', 0)).toBeNull()
  })

  it('is what the outermost proxy wrote: what a caller wrote before it does not count', () => {
    expect(addressOf('10.0.0.1', '203.0.113.9', 1)).toBe('203.0.113.9')
    expect(addressOf('10.0.0.1', '198.51.100.1, 198.51.100.2,203.0.113.9', 1)).toBe('203.0.113.9')
    expect(addressOf('10.0.0.1', '198.51.100.1, 203.0.113.9, 10.0.0.2', 2)).toBe('203.0.113.9')
  })

  it('is the connection’s where the proxy says nothing', () => {
    for (const nothing of [null, '', ' , ']) expect(addressOf('10.0.0.1', nothing, 1)).toBe('10.0.0.1')
  })

  it('is an address or nothing: no text that somebody made up gets into a log or a limit', () => {
    expect(addressOf('10.0.0.1', '<script>', 1)).toBeNull()
    expect(addressOf('10.0.0.1', 'unknown', 1)).toBeNull()
    expect(addressOf('10.0.0.1', '203.0.113.9:4711', 1)).toBe('203.0.113.9')
    expect(addressOf('10.0.0.1', '[2001:db8::1]:4711', 1)).toBe('2001:db8::1')
    expect(addressOf('10.0.0.1', '2001:db8::1', 1)).toBe('2001:db8::1')
  })
})

describe('TRUST_PROXY', () => {
  const given = {
    DATABASE_URL: 'mysql://a@b/c',
    REDIS_URL: 'redis://b',
    PUBLIC_URL: 'https://b',
    MASTER_KEY: Buffer.alloc(32).toString('base64'),
  }
  const proxies = (value?: string) => parseEnv({ ...given, ...(value === undefined ? {} : { TRUST_PROXY: value }) }).TRUST_PROXY

  it('is a number of proxies, true or false', () => {
    expect([proxies(), proxies('false'), proxies('true'), proxies('1'), proxies('2')]).toEqual([0, 0, 1, 1, 2])
    for (const bad of ['many', '-1', '1.5', '11']) expect(() => proxies(bad)).toThrow('TRUST_PROXY: ')
  })
})
