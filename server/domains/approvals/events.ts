import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

const which = z.object({ approvalRequestId: z.uuid() })

/** People are asked whether a visit shall be. */
export const ApprovalAsked = defineEvent('approval.asked', which, { entity: 'approvalRequestId' })

/** One of those who are asked has decided. */
export const ApprovalDecided = defineEvent('approval.decided', which, { entity: 'approvalRequestId' })

/** Nobody is asked any more: all have agreed, one has not, or the visit is no more. */
export const ApprovalEnded = defineEvent(
  'approval.ended',
  which.extend({ status: z.enum(['APPROVED', 'REFUSED', 'WITHDRAWN', 'LAPSED']) }),
  { entity: 'approvalRequestId' },
)
