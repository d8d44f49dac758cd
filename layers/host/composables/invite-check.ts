import type { z } from 'zod'
import type { InviteGuestInput } from '#shared/generated/gql/graphql'
import { readGuestLines } from '#shared/guest-lines'
import { inviteGuestSchema } from '#shared/schemas/appointments'
import { fieldOf, type FieldProblems } from '~/composables/field-problems'
import { timesOf, type InviteDraft } from './invite-draft'

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
