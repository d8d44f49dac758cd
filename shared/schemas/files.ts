import { z } from 'zod'
import { documentTypes, maxFileBytes, pictureTypes, visitorFileKinds } from '../visitor-files'
import { lines } from './visitors'

/** What an address to upload a file to takes. Photos are pictures. */
export const fileUploadSchema = z
  .object({
    visitorId: z.string(),
    kind: z.enum(visitorFileKinds),
    contentType: z.enum(documentTypes, 'errors.fileType'),
    bytes: z.number().int('errors.fileBytes').min(1, 'errors.fileBytes').max(maxFileBytes, 'errors.fileBytes'),
    idempotencyKey: z.string().max(255, 'errors.tooLong').nullish(),
  })
  .refine(({ kind, contentType }) => kind !== 'PHOTO' || pictureTypes.some((type) => type === contentType), {
    message: 'errors.fileType',
    path: ['contentType'],
  })

/** What saying no to a file takes: the guest reads the reason. */
export const rejectVisitorFileSchema = z.object({ visitorFileId: z.string(), reason: lines(500).min(1, 'errors.reasonRequired') })

const days = z.number().int('errors.retentionDays').min(1, 'errors.retentionDays').max(3_650, 'errors.retentionDays').nullable()

/** How long files are kept, and what is demanded of them. The form and the API use the same one. */
export const filePolicySchema = z.object({
  photoDays: days,
  identityDays: days,
  insuranceDays: days,
  otherDays: days,
  scanRequired: z.boolean(),
})
