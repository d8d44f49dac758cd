import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Writes an erasure into the ledger that stands apart from the database. */
export const RecordErasure = defineJob('RecordErasure', 'notifications', z.object({ erasureId: z.uuid() }))

/** Makes a file of many visitors. */
export const MakeVisitorExport = defineJob('MakeVisitorExport', 'sync-external', z.object({ visitorExportRequestId: z.uuid() }))
