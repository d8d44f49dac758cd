import { ActivityStream } from '../../../core/activity-feed'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf } from '../../../core/ctx'
import { isWithin } from '../../../core/within'
import { builder } from '../../../graphql/builder'
import type { GraphqlContext } from '../../../graphql/context'
import { optionalLocalId } from '../../../graphql/global-id'
import { sequenceAfter } from '../../../graphql/sequence-after'
import { readVisitActivity, type VisitActivity } from '../use-cases/read-visit-activity.sql'

const VisitActivityEvent = builder.objectRef<VisitActivity>('VisitActivityEvent').implement({
  description: 'That something about somebody’s visit is otherwise: their answer, a scan, their pass.',
  fields: (t) => ({
    cursor: t.string({ description: 'Pass it as `after` to go on from here.', resolve: ({ sequence }) => String(sequence) }),
    visitPass: t.field({
      type: 'VisitPass',
      description: 'The pass as it is now.',
      resolve: ({ visitPassId }, _, ctx) => ctx.load.related('VisitPass', visitPassId),
    }),
  }),
})

/** The feed of one watcher: only what they may see and asked for. */
async function visitActivity(ctx: GraphqlContext, args: { siteId?: string | null | undefined; after?: string | null | undefined }) {
  const reach = authorizeWithin(ctx, 'pass:read')
  const siteId = optionalLocalId('Site', args.siteId)
  const wanted = (activity: VisitActivity) => isWithin(reach, activity) && (siteId === null || activity.siteId === siteId)
  return new ActivityStream(
    { name: 'visits', read: readVisitActivity },
    { organizationId: organizationOf(ctx), after: await sequenceAfter(args.after), wanted },
  )
}

builder.subscriptionField('visitActivity', (t) =>
  t.field({
    type: VisitActivityEvent,
    description: 'What happens to visits, as it happens, in order and without gaps. Resume with the last cursor you have.',
    args: {
      siteId: t.arg.id({ description: 'Only at this site.' }),
      after: t.arg.string({ description: 'The last cursor you have.' }),
    },
    subscribe: (_, args, ctx) => visitActivity(ctx, args),
    resolve: (activity) => activity,
  }),
)
