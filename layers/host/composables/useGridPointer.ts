import type { Slot } from './useCalendar'
import { dayMinutes } from './grid-layout'
import { addMinutes, type WallClock } from '#shared/wall-clock'

/** Minutes to which a pointer snaps, how far it has to go before it drags, and how long a finger has to rest, in milliseconds. */
const snap = 15
const threshold = 4
const fingerThreshold = 10
const holdFor = 350
/** How near to an edge, and how fast, the grid scrolls along, in pixels. */
const edge = 36
const pace = 10

interface Gesture {
  kind: 'move' | 'resize' | 'new'
  id: string | undefined
  /** Where the visit is; of a new one where the pointer went down. */
  from: number
  to: number
  /** Where in the visit it was taken. */
  grab: number
  x: number
  y: number
  isOn: boolean
  slot: Slot | undefined
}

interface Options {
  /** What scrolls, and the area of the days in it. */
  frame: () => HTMLElement | null
  body: () => HTMLElement | null
  days: () => readonly string[]
  /** Where a visit is that may be moved. */
  slotOf: (id: string) => Slot | undefined
  canInvite: () => boolean
  /** What is in the air, again and again. */
  onMove: (slot: Slot, id: string | undefined) => void
  onDrop: (slot: Slot, id: string | undefined) => void
  onLeave: () => void
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))
const snapped = (minutes: number, step = snap): number => Math.round(minutes / step) * step

/** Where a gesture leads that is at a minute of the grid, in minutes of the grid. */
function spanOf({ kind, from, to, grab }: Gesture, at: number, last: number): [number, number] {
  if (kind === 'resize') return [from, Math.max(from + snap, snapped(at))]
  if (kind === 'move') {
    const start = clamp(snapped(at - grab), 0, last - snap)
    return [start, start + to - from]
  }
  const day = Math.floor(from / dayMinutes) * dayMinutes
  const here = clamp(Math.floor(at / snap) * snap, day, day + dayMinutes - snap)
  return [Math.min(from, here), Math.max(from, here) + snap]
}

const isSame = (one: Slot | undefined, other: Slot): boolean =>
  !!one && (['from', 'to'] as const).every((end) => one[end].day === other[end].day && one[end].time === other[end].time)

/** One press of a pointer after the other, and what becomes of it. */
class GridPointer {
  private gesture: Gesture | undefined
  private last: PointerEvent | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private frameRequest = 0
  private justDropped = false

  constructor(private readonly options: Options) {}

  readonly onPointerdown = (event: PointerEvent): void => {
    this.justDropped = false
    if (event.button !== 0 || !(event.target instanceof Element)) return
    this.end()
    this.gesture = this.beginOf(event, event.target)
    if (!this.gesture) return
    this.last = event
    window.addEventListener('pointermove', this.onPointermove)
    window.addEventListener('pointerup', this.onPointerup)
    window.addEventListener('pointercancel', this.end)
    window.addEventListener('keydown', this.onKeydown, true)
    if (event.pointerType === 'touch') this.timer = setTimeout(() => this.lift(event), holdFor)
  }

  /** A click that ends a drag opens nothing. */
  readonly onClick = (event: MouseEvent): void => {
    if (!this.justDropped) return
    this.justDropped = false
    event.preventDefault()
    event.stopPropagation()
  }

  /** A page stands still under what a finger carries. */
  readonly onTouchmove = (event: TouchEvent): void => {
    if (this.gesture?.isOn && event.cancelable) event.preventDefault()
  }

  readonly end = (): void => {
    if (this.gesture?.isOn) this.options.onLeave()
    this.gesture = undefined
    clearTimeout(this.timer)
    cancelAnimationFrame(this.frameRequest)
    window.removeEventListener('pointermove', this.onPointermove)
    window.removeEventListener('pointerup', this.onPointerup)
    window.removeEventListener('pointercancel', this.end)
    window.removeEventListener('keydown', this.onKeydown, true)
  }

  private readonly onPointermove = (event: PointerEvent): void => {
    const { gesture } = this
    if (!gesture) return
    this.last = event
    if (gesture.isOn) return this.show(event)
    const far = Math.hypot(event.clientX - gesture.x, event.clientY - gesture.y)
    if (event.pointerType === 'touch') {
      if (far > fingerThreshold) this.end()
    } else if (far > threshold) this.lift(event)
  }

  private readonly onPointerup = (event: PointerEvent): void => {
    const done = this.gesture
    this.end()
    if (!done) return
    this.justDropped = done.isOn
    if (done.isOn && done.slot) this.options.onDrop(done.slot, done.id)
    else if (done.kind === 'new' && event.pointerType !== 'touch') this.options.onDrop(this.slotAt(done.from, done.to), undefined)
  }

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.gesture?.isOn) return
    event.stopPropagation()
    this.end()
    this.justDropped = true
  }

  private minuteOf({ day, time }: WallClock): number {
    return (Date.parse(`${day}T${time}Z`) - Date.parse(`${this.options.days()[0]}T00:00Z`)) / 60_000
  }

  private slotAt(from: number, to: number): Slot {
    const start = { day: this.options.days()[0] ?? '', time: '00:00' }
    return { from: addMinutes(start, from), to: addMinutes(start, to) }
  }

  private minuteAt({ clientX, clientY }: MouseEvent): number {
    const box = this.options.body()?.getBoundingClientRect()
    if (!box) return 0
    const count = this.options.days().length
    const column = clamp(Math.floor(((clientX - box.left) / box.width) * count), 0, count - 1)
    return column * dayMinutes + clamp(((clientY - box.top) / box.height) * dayMinutes, 0, dayMinutes - 1)
  }

  private beginOf(event: PointerEvent, target: Element): Gesture | undefined {
    const [at, { clientX: x, clientY: y }] = [this.minuteAt(event), event]
    const id = target.closest<HTMLElement>('[data-visit]')?.dataset.visit
    const slot = id ? this.options.slotOf(id) : undefined
    const common = { x, y, isOn: false, slot: undefined }
    if (slot) {
      const [from, to] = [this.minuteOf(slot.from), this.minuteOf(slot.to)]
      return { ...common, kind: target.closest('[data-handle]') ? 'resize' : 'move', id, from, to, grab: at - from }
    }
    if (id || !this.options.canInvite() || target.closest('a, button')) return undefined
    const from = Math.floor(at / 30) * 30
    return { ...common, kind: 'new', id: undefined, from, to: from + 30, grab: 0 }
  }

  private show(event: PointerEvent): void {
    const { gesture, options } = this
    if (!gesture) return
    const slot = this.slotAt(...spanOf(gesture, this.minuteAt(event), options.days().length * dayMinutes))
    if (isSame(gesture.slot, slot)) return
    gesture.slot = slot
    options.onMove(slot, gesture.id)
  }

  private lift(event: PointerEvent): void {
    if (!this.gesture || this.gesture.isOn) return
    this.gesture.isOn = true
    this.show(event)
    this.frameRequest = requestAnimationFrame(this.follow)
  }

  /** Scrolls along while the pointer rests at an edge. */
  private readonly follow = (): void => {
    const [frame, event] = [this.options.frame(), this.last]
    if (!this.gesture?.isOn || !frame || !event) return
    const { top, bottom } = frame.getBoundingClientRect()
    const step = event.clientY < top + edge ? -pace : event.clientY > bottom - edge ? pace : 0
    if (step !== 0) {
      frame.scrollTop += step
      this.show(event)
    }
    this.frameRequest = requestAnimationFrame(this.follow)
  }
}

/** Moves visits of a grid, makes them longer, and marks the time of a new one, by mouse, pen or a finger that rests a moment. */
export function useGridPointer(options: Options): Pick<GridPointer, 'onPointerdown' | 'onClick' | 'onTouchmove'> {
  const pointer = new GridPointer(options)
  onScopeDispose(() => import.meta.client && pointer.end())
  return pointer
}
