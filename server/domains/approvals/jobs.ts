import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Forgets why people decided about visits of a person who was erased. */
export const ForgetApprovalReasons = defineJob('ForgetApprovalReasons', 'sync-external', z.object({ visitorId: z.uuid() }))
