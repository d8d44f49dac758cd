import type { z } from 'zod'
import { inviteGuestSchema } from '#shared/schemas/appointments'
import type { InviteGuestInput } from '#shared/generated/gql/graphql'
import { fieldOf, type FieldProblems } from './field-problems'
import type { Slot } from './useCalendar'
import { readGuestLines } from '#shared/guest-lines'
import { instantAt } from '#shared/wall-clock'

/** When a visit is, while it is typed: a wall clock. */
export interface TimeDraft {
  day: string
  start: string
  end: string
  /** The day it ends, where that is another one. */
  endDay: string
}

/** What the form holds while it is typed: texts and a wall clock, nothing parsed. */
export interface InviteDraft extends TimeDraft {
  name: string
  email: string
  phone: string
  company: string
  /** Who else comes, one a line. */
  others: string
  locale: 'RU' | 'EN'
  siteId: string
  roomId: string
  hostId: string
  coHostIds: string[]
  title: string
  message: string
  receptionNote: string
  /** RFC 5545's RRULE; empty for a visit that does not repeat. */
  recurrence: string
  passType: 'SINGLE' | 'MULTI' | 'GROUP'
  /** How many people come on one pass, as it is typed; for a GROUP. */
  groupSize: string
}

interface Beginning {
  slot: Slot
  siteId: string
  hostId: string | null
  locale: 'RU' | 'EN'
}

/** An empty form at a slot of the calendar. */
export function newDraft({ slot, siteId, hostId, locale }: Beginning): InviteDraft {
  const guest = { name: '', email: '', phone: '', company: '', others: '', locale }
  const times = { day: slot.from.day, start: slot.from.time, end: slot.to.time, endDay: slot.to.day === slot.from.day ? '' : slot.to.day }
  return {
    ...guest,
    ...times,
    siteId,
    roomId: '',
    hostId: hostId ?? '',
    coHostIds: [],
    title: '',
    message: '',
    receptionNote: '',
    recurrence: '',
    passType: 'SINGLE',
    groupSize: '',
  }
}

/** Start and end of a draft as moments; invalid Dates while something is missing. */
export function timesOf(draft: TimeDraft, timeZone: string): { startsAt: Date; endsAt: Date } {
  return {
    startsAt: instantAt({ day: draft.day, time: draft.start }, timeZone),
    endsAt: instantAt({ day: draft.endDay || draft.day, time: draft.end }, timeZone),
  }
}

interface Conditions {
  timeZone: string
  idempotencyKey: string
  /** Whether somebody must be named who receives the guest. */
  needsHost: boolean
  now: number
}

/**
 * Checks a draft with the schema of the API.
 * @returns the input to send, or what is wrong by field
 */
export function parseDraft(
  draft: InviteDraft,
  { timeZone, idempotencyKey, needsHost, now }: Conditions,
): { input: InviteGuestInput; problems?: never } | { problems: FieldProblems; input?: never } {
  const { name, email, phone, company, locale, siteId, title, message, receptionNote, recurrence, passType } = draft
  const asked = {
    siteId,
    title,
    message,
    receptionNote,
    recurrence,
    passType,
    groupSize: passType === 'GROUP' ? Number(draft.groupSize) : null,
    idempotencyKey,
    hostId: draft.hostId || null,
    coHostIds: [...draft.coHostIds],
    roomId: draft.roomId || null,
  }
  // On one pass for all nobody else has a name.
  const { guests, unread } = readGuestLines(passType === 'GROUP' ? '' : draft.others)
  const others = guests.map((guest) => ({ ...guest, locale }))
  const result = inviteGuestSchema.safeParse({
    others,
    visitor: { name, email, phone, company, locale },
    ...asked,
    ...timesOf(draft, timeZone),
  })
  const problems: FieldProblems = result.success ? {} : problemsOf(result.error)
  if (unread.length > 0) problems.others = { key: 'errors.guestLinesUnread', values: {} }
  if (needsHost && !draft.hostId) problems.hostId = { key: 'errors.hostRequired', values: {} }
  if (result.success && result.data.endsAt.getTime() <= now) problems.endsAt = { key: 'errors.visitInThePast', values: {} }
  if (!result.success || Object.keys(problems).length > 0) return { problems }
  const { startsAt, endsAt, ...rest } = result.data
  return { input: { ...rest, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() } }
}

function problemsOf(error: z.ZodError): FieldProblems {
  // Of several problems of one field the first is told.
  return Object.fromEntries(
    error.issues
      .toReversed()
      .map((issue) => [
        fieldOf(issue.path),
        { key: issue.message.startsWith('errors.') ? issue.message : 'errors.validationFailed', values: { ...issue } },
      ]),
  )
}

/** Whether anything was typed into a draft since it was begun. */
export const isTyped = (draft: InviteDraft, beginning: InviteDraft): boolean =>
  (Object.keys(draft) as (keyof InviteDraft)[]).some((name) => String(draft[name]) !== String(beginning[name]))
