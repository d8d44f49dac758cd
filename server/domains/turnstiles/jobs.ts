import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/**
 * Brings controllers to hold what they should: those that are named, whole, and those that have to do with passes that are named. A controller
 * that does not answer is asked again later, by another event.
 */
export const SyncAccessControl = defineJob(
  'SyncAccessControl',
  'access-control',
  z.object({ accessControllerIds: z.array(z.uuid()), visitPassIds: z.array(z.uuid()) }),
  { attempts: 3 },
)
