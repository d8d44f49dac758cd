import { addDays, instantAt, isoWeekday, wallClockAt } from '#shared/wall-clock'

/** When people are at work, by the clock of the site; Monday to Friday. */
const workingDay = { from: '09:00', to: '18:00' } as const

const hour = 3_600_000

const isWorkingDay = (day: string): boolean => isoWeekday(day) <= 5

/** How long people have to decide. */
interface Deadline {
  deadlineHours: number | null
  deadlineMinutes?: number | undefined
  workingHours: boolean
}

/** Until when people have to decide who are asked at a moment; null for no deadline. */
export function dueOf({ deadlineHours, deadlineMinutes, workingHours }: Deadline, from: Date, timeZone: string): Date | null {
  if (deadlineMinutes !== undefined) return new Date(from.getTime() + deadlineMinutes * 60_000)
  return deadlineHours === null ? null : dueAfter(from, deadlineHours, workingHours, timeZone)
}

/**
 * When so many hours are over.
 * @param isWorkingClock whether only working hours count
 * @param timeZone IANA zone of the site
 */
export function dueAfter(from: Date, hours: number, isWorkingClock: boolean, timeZone: string): Date {
  if (!isWorkingClock) return new Date(from.getTime() + hours * hour)
  let left = hours * hour
  for (let { day } = wallClockAt(from, timeZone); ; day = addDays(day, 1)) {
    if (!isWorkingDay(day)) continue
    const begins = Math.max(instantAt({ day, time: workingDay.from }, timeZone).getTime(), from.getTime())
    const ends = instantAt({ day, time: workingDay.to }, timeZone).getTime()
    if (ends - begins >= left) return new Date(begins + left)
    left -= Math.max(ends - begins, 0)
  }
}
