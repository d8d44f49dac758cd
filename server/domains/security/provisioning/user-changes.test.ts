import { describe, expect, it } from 'vitest'
import { readPatch } from './scim-patch'
import { changesOfPatch, changesOfResource } from './user-changes'

const patched = (...Operations: object[]) => changesOfPatch(readPatch({ Operations }))

describe('what a directory wants of a person', () => {
  it('is read from a whole resource; what is not kept is passed over', () => {
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: ' A.Person@Corp.Example ',
      name: { givenName: 'A', familyName: 'Person' },
      displayName: 'A. Person',
      emails: [{ primary: true, value: 'a.person@corp.example', type: 'work' }],
      externalId: '00u1',
      active: 'True',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'x' },
    }
    expect(changesOfResource(body)).toEqual({
      userName: 'a.person@corp.example',
      name: 'A. Person',
      givenName: 'A',
      familyName: 'Person',
      externalId: '00u1',
      active: true,
    })
  })

  it.each<[string, object[], object]>([
    ['Entra: a text for a truth value, under a path', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
    ['Okta: an object, without a path', [{ op: 'replace', value: { active: false } }], { active: false }],
    [
      'Entra: dotted names, without a path',
      [{ op: 'Add', value: { 'name.givenName': 'A', displayName: 'B' } }],
      { givenName: 'A', name: 'B' },
    ],
    ['a part of the name', [{ op: 'replace', path: 'name.familyName', value: 'P' }], { familyName: 'P' }],
    ['the whole name', [{ op: 'add', path: 'name', value: { givenName: 'A', familyName: 'P' } }], { givenName: 'A', familyName: 'P' }],
    ['what is taken away', [{ op: 'Remove', path: 'externalId' }], { externalId: null }],
    [
      'what is not kept here',
      [
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'x@y.example' },
        { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'x' },
      ],
      {},
    ],
    [
      'one operation after another',
      [
        { op: 'replace', path: 'displayName', value: 'A' },
        { op: 'replace', path: 'displayName', value: 'B' },
      ],
      { name: 'B' },
    ],
  ])('%s', (_, operations, changes) => {
    expect(patched(...operations)).toEqual(changes)
  })

  it.each<[object, string]>([
    [{ op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue'],
    [{ op: 'replace', path: 'displayName', value: { a: 1 } }, 'invalidValue'],
    [{ op: 'replace', path: 'displayName', value: 'a\u0000b' }, 'invalidValue'],
    [{ op: 'replace', value: 'x' }, 'invalidValue'],
    [{ op: 'remove', path: 'userName' }, 'mutability'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'move', path: 'x' }, 'invalidSyntax'],
    [{ op: 'replace', path: 'a b', value: 1 }, 'invalidPath'],
  ])('refuses %j as %s', (operation, scimType) => {
    expect(() => patched(operation)).toThrow(expect.objectContaining({ status: 400, scimType }))
  })
})
