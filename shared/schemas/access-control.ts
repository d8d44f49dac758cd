import { z } from 'zod'
import { line } from './visitors'

/** Longest code that is looked at; anything longer is an unknown code. */
export const maxCodeLength = 500

const nonce = z
  .string()
  .min(1, 'errors.nonceRequired')
  .max(64, 'errors.tooLong')
  .regex(/^[\x21-\x7e]+$/, 'errors.nonceInvalid')
const direction = z.enum(['ENTRY', 'EXIT'])

/** What must be seen to before a scan is settled. */
export const scanRequirements = ['AGREEMENT', 'DOCUMENT', 'PHOTO', 'ESCORT', 'CONFIRM_IDENTITY', 'QUESTION'] as const

/** One scan at a gate. The code is taken exactly as it came: base45 has spaces. */
export const scanPassSchema = z.object({
  code: z.string().min(1, 'errors.codeRequired').max(4_096, 'errors.tooLong'),
  gateId: z.string(),
  direction,
  nonce,
  fulfilled: z.array(z.enum(scanRequirements)).max(scanRequirements.length).nullish(),
})

/** Letting somebody through against the verdict. */
export const overrideScanSchema = z
  .object({
    code: z.string().min(1).max(4_096, 'errors.tooLong').nullish(),
    visitPassId: z.string().nullish(),
    gateId: z.string(),
    direction,
    nonce,
    reason: line(500).min(1, 'errors.reasonRequired'),
  })
  .refine((input) => Boolean(input.code) !== Boolean(input.visitPassId), { path: ['code'], message: 'errors.codeOrPass' })

/** Withdrawing a scan: the arm did not turn. */
export const annulScanSchema = z.object({ nonce })
