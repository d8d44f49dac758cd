import { describe, expect, it } from 'vitest'
import { deskStateOf } from './desk-state'

const state = (
  stage: 'EXPECTED' | 'ON_SITE' | 'CHECKED_IN' | 'LEFT',
  status: 'ACTIVE' | 'USED' | 'REVOKED' | 'PENDING_APPROVAL' | 'EXPIRED',
) => deskStateOf({ visitPass: { stage, status } })

describe('what a desk says of a guest', () => {
  it('says where they are before anything else', () => {
    expect(state('ON_SITE', 'USED')).toBe('onSite')
    expect(state('CHECKED_IN', 'REVOKED')).toBe('inside')
    expect(state('LEFT', 'USED')).toBe('left')
  })

  it('says of those who are not there what their pass says', () => {
    expect(state('EXPECTED', 'ACTIVE')).toBe('expected')
    expect(state('EXPECTED', 'PENDING_APPROVAL')).toBe('waiting')
    expect(state('EXPECTED', 'REVOKED')).toBe('declined')
    expect(state('EXPECTED', 'EXPIRED')).toBe('over')
  })
})
