import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Signs the draft passes of an appointment and makes them active. */
export const IssueVisitPass = defineJob(
  'IssueVisitPass',
  'access-control',
  z.object({ visitPassIds: z.array(z.uuid()), tellsGuests: z.boolean().optional() }),
)
