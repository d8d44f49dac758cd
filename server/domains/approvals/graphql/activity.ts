import { ActivityStream } from '../../../core/activity-feed'
import { reachOf, refusal } from '../../../core/authorize'
import { organizationOf } from '../../../core/ctx'
import { isWithin } from '../../../core/within'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import type { GraphqlContext } from '../../../graphql/context'
import { sequenceAfter } from '../../../graphql/sequence-after'
import { visibleRequests } from '../policy'
import { readApprovalActivity, type ApprovalActivity } from '../use-cases/read-approval-activity.sql'

const ApprovalActivityEvent = builder.objectRef<ApprovalActivity>('ApprovalActivityEvent').implement({
  description: 'That a request for approval is otherwise: another step is asked, somebody has decided, or nobody is asked any more.',
  fields: (t) => ({
    cursor: t.string({ description: 'Pass it as `after` to go on from here.', resolve: ({ sequence }) => String(sequence) }),
    approvalRequest: t.field({
      type: 'ApprovalRequest',
      description: 'The request as it is now.',
      resolve: ({ approvalRequestId }, _, ctx): Promise<ApprovalRequest> =>
        ctx.db.approvalRequest.findUniqueOrThrow({ where: { id: approvalRequestId } }),
    }),
  }),
})

/** The feed of one watcher: only what they may see. */
async function approvalActivity(ctx: GraphqlContext, after: string | null | undefined) {
  const reach = reachOf(ctx, 'appointment:read')
  const userId = ctx.actor.type === 'user' ? ctx.actor.id : ''
  if (!visibleRequests(ctx)) throw refusal(ctx)
  const wanted = (activity: ApprovalActivity) => isWithin(reach, activity) || activity.userIds.includes(userId)
  return new ActivityStream(
    { name: 'approvals', read: readApprovalActivity },
    { organizationId: organizationOf(ctx), after: await sequenceAfter(after), wanted },
  )
}

builder.subscriptionField('approvalActivity', (t) =>
  t.field({
    type: ApprovalActivityEvent,
    description: 'What happens to requests for approval, as it happens, in order and without gaps. Resume with the last cursor you have.',
    args: { after: t.arg.string({ description: 'The last cursor you have.' }) },
    subscribe: (_, { after }, ctx) => approvalActivity(ctx, after),
    resolve: (activity) => activity,
  }),
)
