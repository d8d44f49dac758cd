import { describe, expect, it } from 'vitest'
import { inviteState } from './invite-state'

const validFrom = new Date('2026-11-12T09:30Z')
const validTo = new Date('2026-11-12T12:00Z')
const before = new Date('2026-11-12T09:29Z')
const within = new Date('2026-11-12T10:00Z')
const after = new Date('2026-11-12T12:01Z')
const invite = { status: 'ACTIVE', presence: 'EXPECTED', canceled: false, validFrom, validTo } as const

describe('inviteState', () => {
  it.each([
    [before, 'early'],
    [validFrom, 'ready'],
    [within, 'ready'],
    [validTo, 'ready'],
    [after, 'expired'],
  ] as const)('of an active pass follows the clock: at %s %s', (now, state) => expect(inviteState(invite, now)).toBe(state))

  it.each([
    ['DRAFT', 'preparing'],
    ['PENDING_APPROVAL', 'awaiting'],
    ['SUSPENDED', 'suspended'],
    ['REVOKED', 'revoked'],
    ['EXPIRED', 'expired'],
    ['USED', 'left'],
  ] as const)('of %s is %s', (status, state) => expect(inviteState({ ...invite, status }, within)).toBe(state))

  it.each([
    ['DRAFT', 'expired'],
    ['PENDING_APPROVAL', 'expired'],
    ['SUSPENDED', 'expired'],
    ['REVOKED', 'revoked'],
    ['USED', 'left'],
  ] as const)('of %s after its window is %s', (status, state) => expect(inviteState({ ...invite, status }, after)).toBe(state))

  it('of who has left and may come again is that of the pass, and thanks when the window is over', () => {
    expect(inviteState({ ...invite, presence: 'LEFT' }, within)).toBe('ready')
    expect(inviteState({ ...invite, presence: 'LEFT' }, after)).toBe('left')
  })

  it('of a canceled visit is canceled, but for a pass that was left to the guest', () => {
    expect(inviteState({ ...invite, canceled: true, status: 'REVOKED' }, after)).toBe('canceled')
    expect(inviteState({ ...invite, canceled: true, status: 'DRAFT' }, within)).toBe('canceled')
    expect(inviteState({ ...invite, canceled: true }, within)).toBe('kept')
    expect(inviteState({ ...invite, canceled: true }, after)).toBe('canceled')
  })

  it('of who is inside keeps the way out open', () => {
    expect(inviteState({ ...invite, presence: 'INSIDE', status: 'REVOKED', canceled: true }, after)).toBe('inside')
  })
})
