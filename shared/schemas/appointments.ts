import { z } from 'zod'
import { maxOthers } from '../guest-lines'
import { mostCoHosts } from '../limits'
import { answersSchema } from '../visitor-types/form'
import { isTimeZone } from '../time-zones'
import { line, lines, visitorSchema } from './visitors'

/** The longest visit, in days. Lists of a week look this far back for visits that still go on. */
export const maxVisitDays = 14

/** Visits that a calendar shows at most: nobody can read more. */
export const maxCalendarVisits = 600

/** Days that a calendar shows at most. */
export const maxCalendarDays = 62

const day = 24 * 60 * 60 * 1_000

/** How far ahead a visit may be booked, in days. */
export const maxAheadDays = 730

/** How many people one pass for a group may admit. */
export const maxGroup = 500

const coHostIds = z.array(z.string()).max(mostCoHosts, 'errors.tooManyCoHosts')

/** Start and end of a visit, checked against each other. */
const hours = z.object({ startsAt: z.date('errors.instantInvalid'), endsAt: z.date('errors.instantInvalid') })

/** Somebody who is invited, with what their host answers about them. */
const invitedSchema = visitorSchema.extend({ answers: answersSchema.nullish() })

/** A visit as the calendar's form and `inviteGuest` take it; ids are whatever the caller uses for ids. */
export const inviteGuestSchema = z
  .object({
    visitor: invitedSchema,
    others: z.array(invitedSchema).max(maxOthers, 'errors.tooManyGuests').nullish(),
    siteId: z.string().min(1, 'errors.siteRequired'),
    hostId: z.string().nullish(),
    coHostIds: coHostIds.nullish(),
    title: z.preprocess((value) => (value === '' ? null : value), line(200).nullish()),
    roomId: z.string().nullish(),
    passType: z.enum(['SINGLE', 'MULTI', 'GROUP']).nullish(),
    visitorTypeId: z.string().nullish(),
    /** What the host answers about every guest. */
    answers: answersSchema.nullish(),
    groupSize: z.int('errors.groupSize').min(2, 'errors.groupSize').max(maxGroup, 'errors.groupSize').nullish(),
    message: z.preprocess((value) => (value === '' ? null : value), lines(2_000).nullish()),
    receptionNote: z.preprocess((value) => (value === '' ? null : value), lines(2_000).nullish()),
    recurrence: z.preprocess((value) => (value === '' ? null : value), line(400).nullish()),
    idempotencyKey: z.string().min(1).max(120, 'errors.tooLong').nullish(),
    ...hours.shape,
  })
  .check(({ value, issues }) => {
    const length = value.endsAt.getTime() - value.startsAt.getTime()
    const report = (path: string, message: string) => issues.push({ code: 'custom', input: value, path: [path], message })
    if (length <= 0) report('endsAt', 'errors.endsBeforeStarts')
    else if (length > maxVisitDays * day) report('endsAt', 'errors.visitTooLong')
    if (value.groupSize && value.passType !== 'GROUP') report('groupSize', 'errors.groupSizeAlone')
    if (value.groupSize && value.others?.length) report('others', 'errors.groupAndOthers')
    if (value.startsAt.getTime() > Date.now() + maxAheadDays * day) report('startsAt', 'errors.tooFarAhead')
  })

/** What the form holds before it is sent. */
export type InviteGuestInput = z.input<typeof inviteGuestSchema>

/** Which visits of a series a change or a calling off concerns. What has begun is never touched. */
export const editScopes = ['THIS', 'FOLLOWING', 'ALL'] as const

/** What calling a visit off takes. */
export const cancelAppointmentSchema = z.object({
  appointmentId: z.string(),
  scope: z.enum(editScopes).nullish(),
  passes: z.enum(['REVOKE', 'KEEP']),
  reason: z.preprocess((value) => (value === '' ? null : value), line(500).nullish()),
})

/** For how many minutes a visit that was called off can be taken back. */
export const restorableMinutes = 10

/** What taking back that a visit was called off takes. */
export const restoreAppointmentSchema = z.object({ appointmentId: z.string() })

/** A text that may be taken away: an empty one is none. */
const removable = (schema: z.ZodType<string>) => z.preprocess((value) => (value === '' ? null : value), schema.nullable().optional())

/** What changing a visit takes: what is absent stays. */
export const updateAppointmentSchema = z.object({
  appointmentId: z.string(),
  /** Which version of it the caller saw. */
  version: z.int().min(0),
  scope: z.enum(editScopes).default('THIS'),
  startsAt: z.date('errors.instantInvalid').optional(),
  endsAt: z.date('errors.instantInvalid').optional(),
  siteId: z.string().optional(),
  roomId: z.string().nullable().optional(),
  hostId: z.string().optional(),
  coHostIds: coHostIds.optional(),
  title: removable(line(200)),
  message: removable(lines(2_000)),
  receptionNote: removable(lines(2_000)),
  /** RFC 5545's RRULE; for FOLLOWING and ALL. */
  recurrence: line(400).optional(),
  /** IANA zone of the series' wall clock; for FOLLOWING and ALL. */
  timeZone: z.string().refine(isTimeZone, 'errors.timeZoneUnknown').optional(),
})

/** What changing a visit takes, before it is checked. */
export type UpdateAppointmentInput = z.input<typeof updateAppointmentSchema>

/** What changing a visit takes, checked. */
export type UpdateAppointmentData = z.output<typeof updateAppointmentSchema>
