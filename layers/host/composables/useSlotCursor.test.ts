import { describe, expect, it } from 'vitest'
import { moveSlot } from './useSlotCursor'

const slot = { from: { day: '2026-11-17', time: '10:00' }, to: { day: '2026-11-17', time: '10:30' } }
const moved = (key: string, isLength = false) => {
  const { from, to } = moveSlot(slot, key, isLength) ?? slot
  return `${from.day} ${from.time} ${to.day} ${to.time}`
}

describe('moveSlot', () => {
  it.each([
    ['ArrowDown', '2026-11-17 10:30 2026-11-17 11:00'],
    ['ArrowUp', '2026-11-17 09:30 2026-11-17 10:00'],
    ['ArrowRight', '2026-11-18 10:00 2026-11-18 10:30'],
    ['ArrowLeft', '2026-11-16 10:00 2026-11-16 10:30'],
  ])('%s moves it', (key, expected) => {
    expect(moved(key)).toBe(expected)
  })

  it('changes its length, but leaves at least a step', () => {
    expect(moved('ArrowDown', true)).toBe('2026-11-17 10:00 2026-11-17 11:00')
    expect(moved('ArrowUp', true)).toBe('2026-11-17 10:00 2026-11-17 10:30')
  })

  it('leaves other keys alone', () => {
    expect(moveSlot(slot, 'Tab', false)).toBeUndefined()
  })
})
