import { describe, expect, it } from 'vitest'
import { groupChangesOfPatch, groupChangesOfResource } from './group-changes'
import { readPatch } from './scim-patch'

const patched = (...Operations: object[]) => groupChangesOfPatch(readPatch({ Operations }))

describe('what a directory wants of a group', () => {
  it.each<[string, object, object]>([
    ['Entra: adds members', { op: 'Add', path: 'members', value: [{ value: 'a' }] }, { members: [{ op: 'add', ids: ['a'] }] }],
    [
      'Entra: takes members by value',
      { op: 'Remove', path: 'members', value: [{ value: 'a' }] },
      { members: [{ op: 'remove', ids: ['a'] }] },
    ],
    ['Okta: takes a member by path', { op: 'remove', path: 'members[value eq "a"]' }, { members: [{ op: 'remove', ids: ['a'] }] }],
    ['takes all members', { op: 'remove', path: 'members' }, { members: [{ op: 'set', ids: [] }] }],
    [
      'sets the members',
      { op: 'replace', path: 'members', value: [{ value: 'a' }, { value: 'a' }] },
      { members: [{ op: 'set', ids: ['a'] }] },
    ],
    ['Okta: renames, without a path', { op: 'replace', value: { id: 'x', displayName: 'B' } }, { displayName: 'B', members: [] }],
  ])('%s', (_, operation, changes) => {
    expect(patched(operation)).toEqual(changes)
  })

  it('is read from a whole resource', () => {
    expect(groupChangesOfResource({ displayName: 'A', externalId: 'e', members: [{ value: 'a', display: 'x' }] })).toEqual({
      displayName: 'A',
      externalId: 'e',
      members: [{ op: 'set', ids: ['a'] }],
    })
    expect(() => groupChangesOfResource({})).toThrow(expect.objectContaining({ scimType: 'invalidValue' }))
  })

  it.each<[object, string]>([
    [{ op: 'add', path: 'members', value: [{ value: 'a', type: 'Group' }] }, 'invalidValue'],
    [{ op: 'add', path: 'members', value: 'a' }, 'invalidValue'],
    [{ op: 'remove', path: 'members[display eq "a"]' }, 'invalidPath'],
    [{ op: 'remove', path: 'displayName' }, 'invalidValue'],
  ])('refuses %j as %s', (operation, scimType) => {
    expect(() => patched(operation)).toThrow(expect.objectContaining({ status: 400, scimType }))
  })
})
