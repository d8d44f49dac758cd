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

/** Why a gate may stay shut. */
export const denialReasons = [
  'UNKNOWN_CODE',
  'STALE_CODE',
  'REVOKED',
  'BLOCKED',
  'PENDING_APPROVAL',
  'APPOINTMENT_CANCELED',
  'NOT_YET_VALID',
  'EXPIRED',
  'OUTSIDE_WINDOW',
  'WRONG_GATE',
  'ALREADY_USED',
  'CHECKOUT_REQUIRED',
  'CAPACITY_REACHED',
  'ESCORT_REQUIRED',
  'RULE',
  'AMBIGUOUS',
  'INTERNAL',
] as const

/** One scan at a gate. The code is taken exactly as it came: base45 has spaces. */
export const scanPassSchema = z.object({
  code: z.string().min(1, 'errors.codeRequired').max(4_096, 'errors.tooLong'),
  gateId: z.string(),
  direction,
  nonce,
  fulfilled: z.array(z.enum(scanRequirements)).max(scanRequirements.length).nullish(),
})

/** Letting in, or seeing out, a guest whom somebody at the desk found by name. */
export const deskScanSchema = scanPassSchema.omit({ code: true }).extend({ visitPassId: z.string() })

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

/** How many scans one upload may hold. */
const mostUploaded = 200

/** What a gate decided without a connection. A code that is too long is an unknown one. */
const offlineScanSchema = z.object({
  code: z.string(),
  gateId: z.string(),
  direction,
  nonce,
  occurredAt: z.date(),
  admitted: z.boolean(),
  reason: z.enum(denialReasons).nullish(),
})

/** What was scanned while there was no connection, and what time the device has. */
export const uploadScansSchema = z.object({
  scans: z.array(offlineScanSchema).max(mostUploaded, 'errors.tooManyScans'),
  deviceTime: z.date().nullish(),
})

/** Withdrawing a scan: the arm did not turn. */
export const annulScanSchema = z.object({ nonce })

const deviceName = line(120).min(1, 'errors.nameRequired')

/** What adding a device takes: at least one way through the gate. */
export const addDeviceSchema = z
  .object({
    name: deviceName,
    gateId: z.string(),
    mayAdmit: z.boolean(),
    mayCheckOut: z.boolean(),
    idempotencyKey: z.string().max(100).nullish(),
  })
  .refine(({ mayAdmit, mayCheckOut }) => mayAdmit || mayCheckOut, { path: ['mayAdmit'], message: 'errors.directionRequired' })

/** What adding a kiosk takes. */
export const addKioskSchema = z.object({ name: deviceName, siteId: z.string(), idempotencyKey: z.string().max(100).nullish() })

/** What renaming a device takes. */
export const renameDeviceSchema = z.object({ deviceId: z.string(), name: deviceName })

/** What a new code for a device, or revoking it, takes. */
export const deviceSchema = z.object({ deviceId: z.string() })

/** What locking a device takes. */
export const lockDeviceSchema = z.object({ deviceId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })

/** What a device says of itself. What it leaves out stays as it said it last. */
export const reportDeviceSchema = z.object({
  batteryPercent: z.int().min(0, 'errors.batteryInvalid').max(100, 'errors.batteryInvalid').nullish(),
  isCharging: z.boolean().nullish(),
  appVersion: line(40).min(1, 'errors.appVersionRequired').nullish(),
  pendingScans: z.int().min(0, 'errors.pendingScansInvalid').max(1_000_000, 'errors.pendingScansInvalid').nullish(),
  rosterAt: z.date().nullish(),
})

/** What enrolling a device takes. */
export const enrolDeviceSchema = z.object({
  enrolmentCode: z.string().trim().min(1, 'errors.codeRequired').max(64, 'errors.enrolmentGone'),
})
