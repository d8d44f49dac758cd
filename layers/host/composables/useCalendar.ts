import type { MaybeRefOrGetter } from 'vue'
import { useQueryState } from './useQueryState'
import { addDays, addMinutes, daysOf, instantAt, isDay, nextHalfHour, wallClockAt, weekOf, type WallClock } from '#shared/wall-clock'

/** How the calendar is shown. */
export const calendarViews = ['month', 'week', 'day', 'list'] as const

/** How the calendar is shown. */
export type CalendarView = (typeof calendarViews)[number]

/** From when to when a new visit is to be, by the site's wall clock: `2026-11-17T10:00/2026-11-17T10:30`. */
export interface Slot {
  from: WallClock
  to: WallClock
}

/** How a slot stands in an address. */
export const writeSlot = ({ from, to }: Slot): string => `${from.day}T${from.time}/${to.day}T${to.time}`

/** Reads a slot from an address; undefined for what is none. */
export function readSlot(text: string | undefined): Slot | undefined {
  const [from, to] = (text ?? '').split('/').map((reading) => {
    const [day = '', time = ''] = reading.split('T')
    return { day, time: time.slice(0, 5) }
  })
  const isReading = (reading: WallClock | undefined): reading is WallClock =>
    !!reading && !Number.isNaN(instantAt(reading, 'UTC').getTime())
  return isReading(from) && isReading(to) ? { from, to } : undefined
}

/** A visit of half an hour from a reading on. */
export const slotFrom = (from: WallClock): Slot => ({ from, to: addMinutes(from, 30) })

/** A month of the calendar as in `2026-11`; undefined for what is none. */
const monthIn = (text: string | undefined): string | undefined => (text && isDay(`${text}-01`) ? text : undefined)

/** The six weeks in which a month lies, Monday first. */
function daysOfMonth(month: string): string[] {
  const [monday = `${month}-01`] = daysOf(weekOf(`${month}-01`)) ?? []
  return Array.from({ length: 42 }, (_, count) => addDays(monday, count))
}

/**
 * What the calendar shows, kept in the address: `week=2026-W47`, `month=2026-11`, `day`, `view`.
 * @param zone the site's zone, which decides what today is
 */
export function useCalendar(zone: MaybeRefOrGetter<string>, now: MaybeRefOrGetter<number>) {
  const { text, at, go } = useQueryState()
  const today = computed(() => wallClockAt(toValue(now), toValue(zone)).day)
  const chosenView = computed(() => calendarViews.find((view) => view === text('view')))
  const isMonth = computed(() => chosenView.value === 'month')
  const month = computed(() => monthIn(text('month')) ?? today.value.slice(0, 7))
  const days = computed(() => {
    if (isMonth.value) return daysOfMonth(month.value)
    const asked = text('day')
    return daysOf(text('week')) ?? daysOf(weekOf(isDay(asked) ? asked : today.value)) ?? [today.value]
  })
  const day = computed(() => {
    const asked = text('day')
    if (isDay(asked) && days.value.includes(asked)) return asked
    return days.value.includes(today.value) ? today.value : (days.value[0] ?? today.value)
  })
  const shown = computed(() => (chosenView.value === 'day' ? [day.value] : days.value))

  /** The query of the same view around another day. */
  const around = (other: string) => ({
    week: isMonth.value || weekOf(other) === weekOf(today.value) ? undefined : weekOf(other),
    month: isMonth.value && other.slice(0, 7) !== today.value.slice(0, 7) ? other.slice(0, 7) : undefined,
    day: chosenView.value === 'day' ? other : undefined,
  })
  const neighbour = (count: number): string => {
    if (isMonth.value) return count < 0 ? addDays(`${month.value}-01`, -1) : addDays(`${month.value}-28`, 7)
    return addDays(day.value, count * (chosenView.value === 'day' ? 1 : 7))
  }
  /** The query of the same view at a day. */
  const atDay = (other: string) => ({ ...around(other), ...(chosenView.value === 'day' ? {} : { day: undefined }) })
  const places = computed(() => ({ previous: around(neighbour(-1)), next: around(neighbour(1)), today: around(today.value) }))

  /** Where a new visit is likely meant: soon today, or on the morning of the day shown. */
  const suggested = computed<Slot>(() => {
    const isNow = shown.value.includes(today.value)
    return slotFrom(isNow ? nextHalfHour(wallClockAt(toValue(now), toValue(zone))) : { day: day.value, time: '10:00' })
  })

  return { days, day, shown, month, today, chosenView, places, atDay, suggested, text, at, go }
}
