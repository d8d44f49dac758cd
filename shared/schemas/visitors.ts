import { z } from 'zod'

const control = /[\u0000-\u001f\u007f]/

/** A line of text that a person typed: trimmed, of bounded length, without control characters. Any script, emoji included. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'errors.tooLong')
    .refine((text) => !control.test(text), 'errors.controlCharacters')

/** Several lines of text. */
export const lines = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'errors.tooLong')
    .refine((text) => !control.test(text.replace(/[\n\r\t]/g, '')), 'errors.controlCharacters')

const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), schema.nullish())

/** How a phone number may be written. */
export const phoneWritten = /^\+?[\d\s().-]{5,32}$/

/** Who is invited. The form and `VisitorInput` use the same one. */
export const visitorSchema = z.object({
  name: line(200).min(1, 'errors.visitorNameRequired'),
  email: optional(z.string().trim().max(254, 'errors.emailInvalid').pipe(z.email('errors.emailInvalid'))),
  phone: optional(z.string().trim().max(32, 'errors.phoneInvalid').regex(phoneWritten, 'errors.phoneInvalid')),
  company: optional(line(200)),
  locale: z.enum(['RU', 'EN']).nullish(),
})

/** What noting something about a visitor takes. */
export const addVisitorNoteSchema = z.object({ visitorId: z.string(), text: lines(2_000).min(1, 'errors.noteRequired') })

/** What showing a visitor's contacts takes. */
export const revealVisitorContactSchema = z.object({ visitorId: z.string() })

/** What erasing a visitor takes. */
export const eraseVisitorSchema = z.object({ visitorId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })

/** What handing out everything that is held of a visitor takes. */
export const exportVisitorSchema = z.object({ visitorId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })

const days = z.number().int('errors.retentionDays').min(1, 'errors.retentionDays').max(3_650, 'errors.retentionDays').nullable()

/** How long visitors are kept, in days after their last visit; contacts never longer than the person. The form and the API use the same one. */
export const retentionPolicySchema = z
  .object({ contactDays: days, visitorDays: days })
  .refine(({ contactDays, visitorDays }) => visitorDays === null || contactDays === null || contactDays <= visitorDays, {
    message: 'errors.retentionOrder',
    path: ['contactDays'],
  })

/** Rows of a file of many visitors that go without a second person; 0 asks for one always. */
export const visitorExportLimitSchema = z.object({
  rows: z.number().int('errors.exportLimit').min(0, 'errors.exportLimit').max(10_000, 'errors.exportLimit'),
})

/** What a file of many visitors takes: why, and of whom. Registered from the first instant on, before the second. */
export const requestVisitorExportSchema = z
  .object({
    reason: line(500).min(10, 'errors.exportReasonShort'),
    registeredFrom: z.date().nullish(),
    registeredTo: z.date().nullish(),
  })
  .refine(({ registeredFrom, registeredTo }) => !registeredFrom || !registeredTo || registeredFrom < registeredTo, {
    message: 'errors.exportPeriod',
    path: ['registeredTo'],
  })

/** What taking back a file of many visitors takes. */
export const withdrawVisitorExportSchema = z.object({ visitorExportRequestId: z.string() })

/** What deciding over a file of many visitors takes. */
export const decideVisitorExportSchema = z.object({ visitorExportRequestId: z.string() })
