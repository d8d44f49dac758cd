import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

const about = z.object({ visitorFileId: z.uuid(), visitorId: z.uuid() })

/** A file has come and is to be looked at. */
export const VisitorFileUploaded = defineEvent('visitor_file.uploaded', about, { entity: 'visitorFileId' })

/** A file can be used. */
export const VisitorFileReady = defineEvent('visitor_file.ready', about, { entity: 'visitorFileId', webhook: true })

/** A file cannot be used, or a person said no to it. */
export const VisitorFileRejected = defineEvent('visitor_file.rejected', about, { entity: 'visitorFileId', webhook: true })
