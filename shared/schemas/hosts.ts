import { z } from 'zod'
import { absenceKinds, peoplePerPart } from '../limits'
import { isTimeZone } from '../time-zones'
import { line } from './visitors'

/** Days between the first and the last moment of which presence is asked at a time. */
export const maxPresenceDays = 62

/** Stretches of working hours that one week has at most. */
export const maxWeeklyHours = 42

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

/** Letting another host act for one. */
export const nameDelegateSchema = z
  .object({ hostId, delegateId: z.string(), startsAt: z.date().nullish(), endsAt: z.date().nullish() })
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || startsAt < endsAt, { message: 'errors.endsBeforeStarts', path: ['endsAt'] })

/** Ending that. */
export const endDelegationSchema = z.object({ hostDelegationId: z.string() })

/** Whether a delegate is told what the host is told. */
export const setDelegationNoticesSchema = z.object({ hostDelegationId: z.string(), isTold: z.boolean() })

/** What hosts are told of. */
export const hostNoticeKinds = ['GUEST_REPLIED', 'GUEST_LATE', 'GUEST_HERE', 'CHECKED_IN', 'VISIT_CHANGED', 'GUEST_STAYS'] as const

/** One thing that hosts are told of. */
export type HostNoticeKind = (typeof hostNoticeKinds)[number]

/** How somebody is told of a thing. */
const noticeWaysSchema = z.object({ byMail: z.boolean(), onPage: z.boolean() })

/** Choices as they are stored: what is absent is as usual. */
export const noticeChoicesSchema = z.partialRecord(z.enum(hostNoticeKinds), noticeWaysSchema)

/** How somebody is told of each thing. */
export type NoticeChoices = Record<HostNoticeKind, z.output<typeof noticeWaysSchema>>

/** How hosts are told who have chosen nothing: an answer can wait for the page, somebody at the door cannot. */
export const usualNotices: NoticeChoices = {
  GUEST_REPLIED: { byMail: false, onPage: true },
  GUEST_LATE: { byMail: true, onPage: true },
  GUEST_HERE: { byMail: true, onPage: true },
  CHECKED_IN: { byMail: true, onPage: true },
  VISIT_CHANGED: { byMail: true, onPage: false },
  GUEST_STAYS: { byMail: true, onPage: false },
}

/** Choosing how one is told. */
export const setHostNoticesSchema = z.object({
  hostId,
  choices: z
    .array(noticeWaysSchema.extend({ kind: z.enum(hostNoticeKinds) }))
    .min(1)
    .max(hostNoticeKinds.length),
})

/** Rows of a list of people; each is checked by itself, and the others are taken. */
export const importPeopleSchema = z.object({
  isDryRun: z.boolean(),
  rows: z
    .array(z.looseObject({ line: z.int().min(1) }))
    .min(1, 'errors.listEmpty')
    .max(peoplePerPart, 'errors.listPartTooLong'),
})

/** One person of a list. */
export const importedPersonSchema = z.object({
  line: z.int(),
  email: z.string().trim().toLowerCase().max(254, 'errors.emailInvalid').pipe(z.email('errors.emailInvalid')),
  name: line(200).min(1, 'errors.nameRequired'),
  department: optionalLine(1_000),
  position: optionalLine(200),
  locale: z.enum(['RU', 'EN']).nullish(),
})

/** One person of a list, read. */
export type ImportedPerson = z.output<typeof importedPersonSchema>
