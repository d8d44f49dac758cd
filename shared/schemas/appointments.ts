import { z } from 'zod'
import { line, lines, visitorSchema } from './visitors'

/** The longest visit, in days. Lists of a week look this far back for visits that still go on. */
export const maxVisitDays = 14

const day = 24 * 60 * 60 * 1_000

/** How far ahead a visit may be booked, in days. */
const maxAheadDays = 730

/** Start and end of a visit, checked against each other. */
const hours = z.object({ startsAt: z.date('errors.instantInvalid'), endsAt: z.date('errors.instantInvalid') })

/** A visit as the calendar's form and `inviteGuest` take it; ids are whatever the caller uses for ids. */
export const inviteGuestSchema = z
  .object({
    visitor: visitorSchema,
    siteId: z.string().min(1, 'errors.siteRequired'),
    hostId: z.string().nullish(),
    title: z.preprocess((value) => (value === '' ? null : value), line(200).nullish()),
    roomId: z.string().nullish(),
    passType: z.enum(['SINGLE', 'MULTI', 'GROUP']).nullish(),
    message: z.preprocess((value) => (value === '' ? null : value), lines(2_000).nullish()),
    idempotencyKey: z.string().min(1).max(120, 'errors.tooLong').nullish(),
    ...hours.shape,
  })
  .check(({ value, issues }) => {
    const length = value.endsAt.getTime() - value.startsAt.getTime()
    const report = (path: string, message: string) => issues.push({ code: 'custom', input: value, path: [path], message })
    if (length <= 0) report('endsAt', 'errors.endsBeforeStarts')
    else if (length > maxVisitDays * day) report('endsAt', 'errors.visitTooLong')
    if (value.startsAt.getTime() > Date.now() + maxAheadDays * day) report('startsAt', 'errors.tooFarAhead')
  })

/** What the form holds before it is sent. */
export type InviteGuestInput = z.input<typeof inviteGuestSchema>

/** What calling a visit off takes. */
export const cancelAppointmentSchema = z.object({
  appointmentId: z.string(),
  passes: z.enum(['REVOKE', 'KEEP']),
  reason: z.preprocess((value) => (value === '' ? null : value), line(500).nullish()),
})
