import { z } from 'zod'
import { mostListRows, rowsPerPart } from '../limits'
import { inviteGuestSchema } from './appointments'
import { visitorSchema } from './visitors'

const { siteId, hostId, title, message, receptionNote, passType, visitorTypeId, answers } = inviteGuestSchema.shape

/** What guests of a list are invited to. Length and distance of the visit are checked as those of any other. */
export const createGuestListSchema = z.object({
  siteId,
  hostId,
  title,
  message,
  receptionNote,
  passType,
  visitorTypeId,
  answers,
  startsAt: z.date('errors.instantInvalid'),
  endsAt: z.date('errors.instantInvalid'),
  tellsGuests: z.boolean(),
})

/** A guest of a list: times of their own, or none. */
export const listedGuestSchema = visitorSchema.extend({ startsAt: z.date().nullish(), endsAt: z.date().nullish() })

/** Rows of a list. Each may be wrong: that is told of it, and the others are taken. */
export const addGuestListRowsSchema = z.object({
  guestListId: z.string(),
  position: z.int().min(0).max(mostListRows),
  rows: z
    .array(z.looseObject({ line: z.int().min(1).max(10_000_000) }))
    .min(1, 'errors.listEmpty')
    .max(rowsPerPart, 'errors.listPartTooLong'),
})

/** What beginning or stopping the invitations of a list takes. */
export const guestListSchema = z.object({ guestListId: z.string() })
