import { z } from 'zod'
import { walkInHours } from '../limits'
import { answersSchema } from '../visitor-types/form'
import { line, visitorSchema } from './visitors'

/** Somebody who stands at the reception without having been invited. The desk's form and `registerWalkIn` use the same one. */
export const walkInSchema = z.object({
  visitor: visitorSchema,
  siteId: z.string().min(1, 'errors.siteRequired'),
  hostId: z.string().min(1, 'errors.hostRequired'),
  visitorTypeId: z.string().nullish(),
  /** What the host would answer about the guest; the desk answers in their place. */
  answers: answersSchema.nullish(),
  purpose: z.preprocess((value) => (value === '' ? null : value), line(200).nullish()),
  hours: z.int('errors.walkInHours').min(1, 'errors.walkInHours').max(walkInHours, 'errors.walkInHours'),
  documentSeen: z.boolean(),
  idempotencyKey: z.string().min(1).max(120, 'errors.tooLong').nullish(),
})

/** What the form holds before it is sent. */
export type WalkInInput = z.input<typeof walkInSchema>

/** What a guest types who registers themselves: who they are, and whom they want to see by a whole name or e-mail. */
export const guestWalkInSchema = z.object({
  visitor: visitorSchema.omit({ locale: true }),
  host: line(254).min(1, 'errors.walkInHostMissing'),
  purpose: z.preprocess((value) => (value === '' ? null : value), line(200).nullish()),
  idempotencyKey: z.string().min(1).max(120, 'errors.tooLong').nullish(),
})

/** What such a form holds before it is checked. */
export type GuestWalkInInput = z.input<typeof guestWalkInSchema>
