import type { Slot } from './useCalendar'
import { addDays, addMinutes, type WallClock } from '#shared/wall-clock'

const step = 30
const minutesOf: Record<string, number> = { ArrowUp: -step, ArrowDown: step }
const daysOf: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }
const write = ({ day, time }: WallClock) => `${day}T${time}`

/**
 * Where a key leads from a slot: up and down by half an hour, left and right by a day; `isLength` moves only the end.
 * @returns undefined for a key that leads nowhere
 */
export function moveSlot({ from, to }: Slot, key: string, isLength: boolean): Slot | undefined {
  const minutes = minutesOf[key]
  if (minutes === undefined) {
    const count = daysOf[key]
    if (count === undefined) return undefined
    return { from: { ...from, day: addDays(from.day, count) }, to: { ...to, day: addDays(to.day, count) } }
  }
  const end = addMinutes(to, minutes)
  if (!isLength) return { from: addMinutes(from, minutes), to: end }
  return write(end) > write(from) ? { from, to: end } : { from, to }
}

interface Options {
  /** The days of the grid, first to last. */
  days: () => readonly string[]
  /** Where it begins. */
  start: () => Slot
  onMove: (slot: Slot) => void
  onChoose: (slot: Slot) => void
  onLeave: () => void
}

/**
 * Chooses a slot of the calendar by keyboard, as a pointer does by dragging: arrows move by half an hour or a day,
 * Shift with up and down changes the length, Enter makes a visit of it, Escape lets go.
 * @returns the handler of `keydown`, `begin(slot)` to take up a slot that is there, and `clear`
 */
export function useSlotCursor({ days, start, onMove, onChoose, onLeave }: Options) {
  let slot: Slot | undefined

  function next({ key, shiftKey }: KeyboardEvent): Slot | undefined {
    if (slot) return moveSlot(slot, key, shiftKey)
    return key === 'Enter' || key.startsWith('Arrow') ? start() : undefined
  }

  function act(event: KeyboardEvent): boolean {
    if (event.key === 'Enter' && slot) onChoose(slot)
    else if (event.key === 'Escape' && slot) clear()
    else {
      const moved = next(event)
      if (!moved) return false
      if (!days().includes(moved.from.day)) return true
      slot = moved
      onMove(moved)
    }
    return true
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    // Enter on a visit opens the visit.
    if (event.key === 'Enter' && event.target !== event.currentTarget) return
    if (!act(event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  function clear(): void {
    slot = undefined
    onLeave()
  }

  /** Takes up a slot, as that of a visit which is to be moved. */
  function begin(taken: Slot): void {
    slot = taken
    onMove(taken)
  }

  return { onKeydown, begin, clear }
}
