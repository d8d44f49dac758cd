import { describe, expect, it } from 'vitest'
import { readFilter } from './scim-filter'

describe('a filter', () => {
  it.each([
    ['userName eq "a@b.example"', [{ attribute: 'username', value: 'a@b.example' }]],
    ['USERNAME EQ "a"', [{ attribute: 'username', value: 'a' }]],
    ['active eq true', [{ attribute: 'active', value: true }]],
    ['active eq "true"', [{ attribute: 'active', value: 'true' }]],
    ['displayName eq "a \\"b\\" and c"', [{ attribute: 'displayname', value: 'a "b" and c' }]],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"', [{ attribute: 'username', value: 'a' }]],
    ['emails[type eq "work"].value eq "a"', [{ attribute: 'username', value: 'a' }]],
    [
      'externalId eq "x" and active eq false',
      [
        { attribute: 'externalid', value: 'x' },
        { attribute: 'active', value: false },
      ],
    ],
  ])('%s', (text, comparisons) => {
    expect(readFilter(text)).toEqual(comparisons)
  })

  it.each([
    '',
    'userName',
    'userName co "a"',
    'userName eq a',
    'userName eq "a" or active eq true',
    'not (active eq true)',
    'userName eq "a',
  ])('refuses %s', (text) => {
    expect(() => readFilter(text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter' }))
  })
})
