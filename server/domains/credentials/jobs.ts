import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Signs passes anew whose codes are of a key that was revoked, some at a time. */
export const SignPassesAnew = defineJob('SignPassesAnew', 'access-control', z.object({ keyId: z.string() }))

/** Signs the draft passes of an appointment and makes them active. */
export const IssueVisitPass = defineJob(
  'IssueVisitPass',
  'access-control',
  z.object({ visitPassIds: z.array(z.uuid()), tellsGuests: z.boolean().optional() }),
)
