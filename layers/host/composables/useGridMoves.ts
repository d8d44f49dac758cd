import type { Ref } from 'vue'
import type { CalendarVisit } from './host-documents'
import { slotFrom, type Slot } from './useCalendar'
import { useGridDrag } from './useGridDrag'
import { useGridPointer } from './useGridPointer'
import type { KnownPresence } from './useHostPresence'
import { useSlotCursor } from './useSlotCursor'
import { conflictText, type RoomBooking } from './visit-conflicts'
import { instantAt, nextHalfHour, wallClockAt } from '#shared/wall-clock'

interface Options {
  frame: () => HTMLElement | null
  scroller: () => HTMLElement | null
  body: () => HTMLElement | null
  visits: () => readonly CalendarVisit[]
  bookings: () => readonly RoomBooking[]
  presence: () => KnownPresence | undefined
  days: () => readonly string[]
  zone: () => string
  now: () => number
  canInvite: () => boolean
  /** What is being made into a visit by a form. */
  chosen: () => Slot | undefined
  mayMove: (visit: CalendarVisit) => boolean
  /** Moves a visit. Resolves to whether it is there now. */
  onMove: (visit: CalendarVisit, hours: { startsAt: string; endsAt: string }) => Promise<boolean>
  onCreate: (slot: Slot) => void
}

interface Words {
  t: ReturnType<typeof useI18n>['t']
  dayName: (day: string) => string
}

/** What is in the air over a grid. */
class GridMoves {
  readonly said = ref('')
  /** Where a visit would be. */
  readonly ghost: Ref<Slot | undefined>
  readonly isMoving = ref(false)
  readonly drag: ReturnType<typeof useGridDrag>
  readonly pointer: ReturnType<typeof useGridPointer>
  readonly cursor: ReturnType<typeof useSlotCursor>
  /** The visit that the keyboard carries. */
  private carried: CalendarVisit | undefined

  constructor(
    private readonly options: Options,
    private readonly words: Words,
  ) {
    this.ghost = shallowRef(options.chosen())
    this.drag = useGridDrag(options)
    this.pointer = useGridPointer({
      frame: options.scroller,
      body: options.body,
      days: options.days,
      canInvite: options.canInvite,
      slotOf: (id) => this.slotOfMovable(id),
      onMove: (slot, id) => this.show(slot, this.find(id)),
      onDrop: (slot, id) => this.drop(slot, this.find(id)),
      onLeave: this.rest,
    })
    this.cursor = useSlotCursor({
      days: options.days,
      start: () => this.firstSlot(),
      onMove: (slot) => this.carry(slot),
      onChoose: (slot) => this.choose(slot),
      onLeave: () => this.leave(),
    })
  }

  readonly keyboard = (event: KeyboardEvent): void => {
    if (!this.takeUp(event) && this.options.canInvite()) this.cursor.onKeydown(event)
  }

  readonly rest = (): void => {
    this.ghost.value = this.options.chosen()
    this.isMoving.value = false
    this.drag.clear()
  }

  private find(id: string | undefined): CalendarVisit | undefined {
    return this.options.visits().find((visit) => visit.id === id)
  }

  private momentsOf({ from, to }: Slot): [Date, Date] {
    return [instantAt(from, this.options.zone()), instantAt(to, this.options.zone())]
  }

  private slotOf({ startsAt, endsAt }: CalendarVisit): Slot {
    return { from: wallClockAt(startsAt, this.options.zone()), to: wallClockAt(endsAt, this.options.zone()) }
  }

  private slotOfMovable(id: string): Slot | undefined {
    const visit = this.find(id)
    return visit && this.options.mayMove(visit) ? this.slotOf(visit) : undefined
  }

  private firstSlot(): Slot {
    const [days, clock] = [this.options.days(), wallClockAt(this.options.now(), this.options.zone())]
    return slotFrom(days.includes(clock.day) ? nextHalfHour(clock) : { day: days[0] ?? clock.day, time: '10:00' })
  }

  private show(slot: Slot, visit?: CalendarVisit): void {
    this.ghost.value = slot
    this.isMoving.value = visit !== undefined
    if (visit) this.drag.preview(visit, ...this.momentsOf(slot))
  }

  private drop(slot: Slot, visit: CalendarVisit | undefined): void {
    if (visit) void this.move(visit, slot)
    else this.options.onCreate(slot)
  }

  private async move(visit: CalendarVisit, slot: Slot): Promise<void> {
    const [from, to] = this.momentsOf(slot)
    if (+from === Date.parse(visit.startsAt) && +to === Date.parse(visit.endsAt)) return this.rest()
    const isThere = await this.options.onMove(visit, { startsAt: from.toISOString(), endsAt: to.toISOString() })
    this.said.value = this.words.t(isThere ? 'host.edit.done' : 'host.stays')
  }

  /** Carries what the keyboard holds along, tells where it is, and keeps it in sight. */
  private carry(slot: Slot): void {
    this.show(slot, this.carried)
    const { from, to } = slot
    const blocked = this.drag.conflicts.value.map((conflict) => this.words.t(conflictText(conflict), { ...conflict }))
    this.said.value = [`${this.words.dayName(from.day)}, ${from.time}–${to.time}`, ...blocked].join('. ')
    const [scroller, body] = [this.options.scroller(), this.options.body()]
    if (scroller && body) scroller.scrollTop = (body.clientHeight / 24) * Math.max(0, Number(from.time.slice(0, 2)) - 2)
  }

  private choose(slot: Slot): void {
    const visit = this.carried
    if (!visit) return this.options.onCreate(slot)
    this.carried = undefined
    this.cursor.clear()
    void this.move(visit, slot)
  }

  private leave(): void {
    if (this.carried) this.said.value = this.words.t('host.stays')
    this.carried = undefined
    this.rest()
  }

  private takeUp(event: KeyboardEvent): boolean {
    const isKey = event.code === 'KeyM' && !event.ctrlKey && !event.metaKey && !event.altKey
    if (!isKey || !(event.target instanceof Element)) return false
    const visit = this.find(event.target.closest<HTMLElement>('[data-visit]')?.dataset.visit)
    if (!visit || !this.options.mayMove(visit)) return false
    this.carried = visit
    this.cursor.begin(this.slotOf(visit))
    event.preventDefault()
    event.stopPropagation()
    this.options.frame()?.focus()
    return true
  }
}

/** Everything by which visits of a grid are moved and new ones begun, by pointer and by keyboard alike. */
export function useGridMoves(options: Options): GridMoves {
  const { language } = useLanguage()
  const { t } = useI18n()
  const dayName = (day: string) =>
    new Intl.DateTimeFormat(language.value, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      new Date(`${day}T00:00Z`),
    )
  const moves = new GridMoves(options, { t, dayName })
  watch(options.chosen, (slot) => {
    if (!slot) moves.cursor.clear()
    moves.rest()
  })
  watch(
    () => options.days().join(),
    () => moves.cursor.clear(),
  )
  return moves
}
