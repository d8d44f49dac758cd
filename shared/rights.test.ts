import { describe, expect, it } from 'vitest'
import { ownPermissions, permissions, sitePermissions } from '../server/core/permissions'
import { isRight, narrowableRights, reachIn, rightGroups, siteRights, withReach } from './rights'

describe('the permission grid', () => {
  it('has every permission once, but for those of the platform', () => {
    const platform = ['platform:manage', 'queue:manage']
    expect(Object.values(rightGroups).flat().toSorted()).toEqual(permissions.filter((right) => !platform.includes(right)).toSorted())
  })

  it('narrows what the policies know to narrow', () => {
    expect(narrowableRights.toSorted()).toEqual(ownPermissions.toSorted())
    expect(siteRights.toSorted()).toEqual(sitePermissions.toSorted())
  })

  it.each([
    ['pass:read', true],
    ['pass:read:own', true],
    ['user:manage', true],
    ['user:manage:own', false],
    ['platform:manage', false],
    ['queue:manage', false],
    ['pass:read:own:own', false],
    ['', false],
  ])('an own role may hold %o: %o', (right, allowed) => {
    expect(isRight(right)).toBe(allowed)
  })

  it('reads and sets how far a right reaches', () => {
    const rights = ['gate:read', 'pass:read:own']
    expect(['gate:read', 'pass:read', 'audit:read'].map((right) => reachIn(rights, right))).toEqual(['all', 'own', 'none'])
    expect(withReach(rights, 'pass:read', 'all')).toEqual(['gate:read', 'pass:read'])
    expect(withReach(rights, 'pass:read', 'none')).toEqual(['gate:read'])
    expect(withReach(['gate:read'], 'pass:read', 'own')).toEqual(['gate:read', 'pass:read:own'])
  })
})
