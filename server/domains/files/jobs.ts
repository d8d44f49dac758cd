import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Looks at a file that came, and makes of it what is kept. */
export const ProcessVisitorFile = defineJob('ProcessVisitorFile', 'sync-external', z.object({ visitorFileId: z.uuid() }))

/** Removes the files of somebody who was erased. */
export const RemoveVisitorFiles = defineJob('RemoveVisitorFiles', 'sync-external', z.object({ visitorId: z.uuid() }))
