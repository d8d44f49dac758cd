import { z } from 'zod'
import { isTimeZone } from '../time-zones'
import { line } from './visitors'

/** Days between the first and the last moment of which presence is asked at a time. */
export const maxPresenceDays = 62

/** Hosts whose presence is asked at a time. */
export const maxPresenceHosts = 20

/** Stretches of working hours that one week has at most. */
export const maxWeeklyHours = 42

/** Why somebody is away. */
export const absenceKinds = ['VACATION', 'SICK_LEAVE', 'BUSINESS_TRIP', 'REMOTE', 'OTHER'] as const

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'errors.clockInvalid')
const timeZone = z.string().trim().max(64, 'errors.timeZoneUnknown').refine(isTimeZone, 'errors.timeZoneUnknown')
const hostId = z.string().nullish()
const optionalLine = (max: number) => z.preprocess((value) => (value === '' ? null : value), line(max).nullish())

/** Hours of one day of the week, 1 for Monday, by the clock of the schedule. An end that is not after the start is on the next day. */
const weeklyHoursSchema = z.object({ weekday: z.int().min(1).max(7), from: clock, to: clock })

/** When somebody is there as a rule, as it is stored. */
export const presenceScheduleSchema = z.object({
  timeZone,
  hours: z.array(weeklyHoursSchema).max(maxWeeklyHours, 'errors.tooManyHours'),
})

/** When somebody is there as a rule. */
export type PresenceSchedule = z.output<typeof presenceScheduleSchema>

/** What saying one's working hours takes; without hours nobody knows when the host is there. */
export const setPresenceScheduleSchema = z.object({
  hostId,
  timeZone,
  hours: z.array(weeklyHoursSchema).max(maxWeeklyHours, 'errors.tooManyHours').nullish(),
})

/** What colleagues know of a host. */
export const updateHostProfileSchema = z.object({ hostId, position: optionalLine(200), phone: optionalLine(60) })

const year = 366 * 24 * 60 * 60 * 1_000

/** A time in which a host is away. */
export const addAbsenceSchema = z
  .object({
    hostId,
    startsAt: z.date('errors.instantInvalid'),
    endsAt: z.date('errors.instantInvalid'),
    kind: z.enum(absenceKinds),
    note: optionalLine(200),
    deputyId: z.string().nullish(),
  })
  .check(({ value, issues }) => {
    const length = value.endsAt.getTime() - value.startsAt.getTime()
    if (length > 0 && length <= 2 * year) return
    issues.push({
      code: 'custom',
      input: value,
      path: ['endsAt'],
      message: length <= 0 ? 'errors.endsBeforeStarts' : 'errors.absenceTooLong',
    })
  })

/** What taking an absence back takes. */
export const removeAbsenceSchema = z.object({ hostAbsenceId: z.string() })
