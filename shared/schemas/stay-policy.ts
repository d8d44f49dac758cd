import { z } from 'zod'

const span = (most: number, problem: string) =>
  z
    .int(problem)
    .min(0, problem)
    .max(most, problem)
    .nullish()
    .transform((value) => value ?? null)

/** What saying what becomes of guests takes whom nobody saw leaving; absent is never. */
export const updateStayPolicySchema = z.object({
  siteId: z.string(),
  remindMinutes: span(1_440, 'errors.remindMinutesInvalid'),
  remindsGuest: z.boolean(),
  checkOutMinutes: span(10_080, 'errors.checkOutMinutesInvalid'),
  checkOutTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'errors.checkOutTimeInvalid')
    .nullish()
    .transform((time) => time ?? null),
  longestStayHours: span(168, 'errors.longestStayInvalid').refine((hours) => hours !== 0, 'errors.longestStayInvalid'),
})
