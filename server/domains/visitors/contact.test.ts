import { describe, expect, it } from 'vitest'
import { maskEmail, maskPhone, normalizeEmail, normalizePhone } from './contact'

describe('normalizePhone', () => {
  it.each([
    ['+7 (916) 123-45-67', '+79161234567'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+1.650.253.0000', '+16502530000'],
  ])('reads %s anywhere', (text, expected) => expect(normalizePhone(text)).toBe(expected))

  it.each(['8 916 123 45 67', '916 123-45-67', '+7 916 123 45 67', '8(916)1234567'])('reads %s in Russia', (text) => {
    expect(normalizePhone(text, 'RU')).toBe('+79161234567')
  })

  it.each(['', '12', '8 916 123 45 67', 'call +79161234567 now', '+7 916', '+0000000000000', '<script>', '9'.repeat(100_000)])(
    'refuses %#',
    (text) => {
      expect(normalizePhone(text)).toBeNull()
    },
  )
})

describe('normalizeEmail', () => {
  it.each([
    [' Anna.Petrova@Example.COM ', 'anna.petrova@example.com'],
    ["o'neil+visit@sub.example.co.uk", "o'neil+visit@sub.example.co.uk"],
    ['info@пример.рф', 'info@xn--e1afmkfd.xn--p1ai'],
  ])('stores %j as %s', (text, expected) => expect(normalizeEmail(text)).toBe(expected))

  it.each([
    '',
    'a',
    '@example.com',
    'a@',
    'a@b',
    'a@@example.com',
    'a b@example.com',
    'a@example..com',
    '.a@example.com',
    'a..b@example.com',
    'a@-example.com',
    'a@exa_mple.com',
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com,b@example.com',
    '"<script>"@example.com',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    'a'.repeat(1_000_000),
    'анна@example.com',
    'a@example.com/x',
    'a@example.com:25',
    'a@exa%6dple.com',
  ])('refuses %#', (text) => expect(normalizeEmail(text)).toBeNull())
})

it('masks what is only to be recognised', () => {
  expect(maskEmail('anna.petrova@example.com')).toBe('a•••@example.com')
  expect(maskEmail('a@example.com')).toBe('a•••@example.com')
  expect(maskPhone('+79161234567')).toBe('+7 ••• 67')
  expect(maskPhone('+442079460958')).toBe('+44 ••• 58')
})
