import { z } from 'zod'
import { line } from './visitors'

const reader = z.object({
  key: z
    .string()
    .trim()
    .min(1, 'errors.readerKeyRequired')
    .max(40, 'errors.tooLong')
    .regex(/^[\x21-\x7e]+$/, 'errors.readerKeyInvalid'),
  gateId: z.string(),
  direction: z.enum(['ENTRY', 'EXIT']),
})

const content = {
  name: line(120).min(1, 'errors.nameRequired'),
  user: line(200).nullish(),
  password: z.string().max(500, 'errors.tooLong').nullish(),
  readers: z.array(reader).min(1, 'errors.readerRequired').max(64, 'errors.tooManyReaders'),
}

/** What connecting a controller takes. */
export const addAccessControllerSchema = z.object({
  ...content,
  siteId: z.string(),
  driver: z.enum(['HTTP', 'MQTT']),
  url: z.string().trim().min(1, 'errors.controllerUrl').max(500, 'errors.tooLong'),
  idempotencyKey: z.string().max(100).nullish(),
})

/** What changing it takes. Without an address the one it has stays, with its user and password. */
export const changeAccessControllerSchema = z.object({
  ...content,
  accessControllerId: z.string(),
  url: z.string().trim().max(500, 'errors.tooLong').nullish(),
})

/** What revoking, removing or syncing one, or a new secret for it, takes. */
export const accessControllerSchema = z.object({ accessControllerId: z.string() })

/** What opening a turnstile by hand takes. */
export const openTurnstileSchema = z.object({
  accessControllerId: z.string(),
  reader: z.string().max(40, 'errors.tooLong'),
  reason: line(500).min(1, 'errors.reasonRequired'),
})
