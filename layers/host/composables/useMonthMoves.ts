import type { CalendarVisit } from './host-documents'
import { useGridDrag } from './useGridDrag'
import type { KnownPresence } from './useHostPresence'
import { conflictText, type RoomBooking } from './visit-conflicts'
import { addDays, instantAt, wallClockAt } from '#shared/wall-clock'

interface Options {
  visits: () => readonly CalendarVisit[]
  bookings: () => readonly RoomBooking[]
  presence: () => KnownPresence | undefined
  days: () => readonly string[]
  zone: () => string
  now: () => number
  mayMove: (visit: CalendarVisit) => boolean
  /** Moves a visit. Resolves to whether it is there now. */
  onMove: (visit: CalendarVisit, hours: { startsAt: string; endsAt: string }) => Promise<boolean>
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
const threshold = 5

interface Taken {
  visit: CalendarVisit
  x: number
  y: number
  isOn: boolean
  byKey: boolean
}

/** A visit of a month that is being carried to another day. */
class MonthMoves {
  /** The day it would be moved to. */
  readonly target = ref<string>()
  readonly said = ref('')
  readonly drag: ReturnType<typeof useGridDrag>
  private taken: Taken | undefined
  private justDropped = false

  constructor(
    private readonly options: Options,
    private readonly words: { t: ReturnType<typeof useI18n>['t']; dayName: (day: string) => string },
  ) {
    this.drag = useGridDrag(options)
  }

  readonly onPointerdown = (event: PointerEvent): void => {
    this.justDropped = false
    const visit = event.button === 0 && event.pointerType !== 'touch' ? this.find(event) : undefined
    if (!visit) return
    this.taken = { visit, x: event.clientX, y: event.clientY, isOn: false, byKey: false }
    window.addEventListener('pointermove', this.onPointermove)
    window.addEventListener('pointerup', this.onPointerup)
    window.addEventListener('pointercancel', this.rest)
  }

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const visit = event.code === 'KeyM' && !this.taken ? this.find(event) : undefined
    const step = this.taken?.byKey ? steps[event.key] : undefined
    if (visit) {
      this.taken = { visit, x: 0, y: 0, isOn: true, byKey: true }
      this.carry(wallClockAt(visit.startsAt, this.options.zone()).day)
    } else if (step !== undefined && this.target.value) this.carry(addDays(this.target.value, step))
    else if (this.taken?.byKey && event.key === 'Enter') void this.letGo()
    else if (this.taken && event.key === 'Escape') {
      this.rest()
      this.said.value = this.words.t('host.stays')
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** A click that ends a drag opens nothing. */
  readonly onClick = (event: MouseEvent): void => {
    if (!this.justDropped) return
    this.justDropped = false
    event.preventDefault()
    event.stopPropagation()
  }

  readonly rest = (): void => {
    this.taken = undefined
    this.target.value = undefined
    this.drag.clear()
    window.removeEventListener('pointermove', this.onPointermove)
    window.removeEventListener('pointerup', this.onPointerup)
    window.removeEventListener('pointercancel', this.rest)
  }

  private readonly onPointermove = (event: PointerEvent): void => {
    const { taken } = this
    if (!taken) return
    taken.isOn ||= Math.hypot(event.clientX - taken.x, event.clientY - taken.y) > threshold
    if (taken.isOn) this.carry(document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-day]')?.dataset.day)
  }

  private readonly onPointerup = (): void => {
    this.justDropped = this.taken?.isOn ?? false
    void this.letGo()
  }

  private find(event: Event): CalendarVisit | undefined {
    const id = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-visit]')?.dataset.visit : undefined
    const visit = this.options.visits().find((each) => each.id === id)
    return visit && this.options.mayMove(visit) ? visit : undefined
  }

  /** The hours of a visit on another day: the same by the wall clock. */
  private hoursOn(visit: CalendarVisit, day: string) {
    const zone = this.options.zone()
    const [from, to] = [wallClockAt(visit.startsAt, zone), wallClockAt(visit.endsAt, zone)]
    const later = Math.round((Date.parse(day) - Date.parse(from.day)) / 86_400_000)
    const at = (clock: typeof from) => instantAt({ ...clock, day: addDays(clock.day, later) }, zone)
    return { from: at(from), to: at(to) }
  }

  private carry(day: string | undefined): void {
    if (!this.taken || !day || day === this.target.value || !this.options.days().includes(day)) return
    this.target.value = day
    const { from, to } = this.hoursOn(this.taken.visit, day)
    this.drag.preview(this.taken.visit, from, to)
    const blocked = this.drag.conflicts.value.map((conflict) => this.words.t(conflictText(conflict), { ...conflict }))
    this.said.value = [this.words.dayName(day), ...blocked].join('. ')
  }

  private async letGo(): Promise<void> {
    const [visit, day] = [this.taken?.visit, this.target.value]
    this.rest()
    if (!visit || !day || day === wallClockAt(visit.startsAt, this.options.zone()).day) return
    const { from, to } = this.hoursOn(visit, day)
    const isThere = await this.options.onMove(visit, { startsAt: from.toISOString(), endsAt: to.toISOString() })
    this.said.value = this.words.t(isThere ? 'host.edit.done' : 'host.stays')
  }
}

/** Moves visits of a month to other days, by pointer and by keyboard: M takes one up, arrows carry it, Enter lets it go. */
export function useMonthMoves(options: Options): MonthMoves {
  const { language } = useLanguage()
  const { t } = useI18n()
  const dayName = (day: string) =>
    new Intl.DateTimeFormat(language.value, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      new Date(`${day}T00:00Z`),
    )
  const moves = new MonthMoves(options, { t, dayName })
  onScopeDispose(() => import.meta.client && moves.rest())
  return moves
}
