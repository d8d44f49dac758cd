import { ActivityStream } from '../../../core/activity-feed'
import { organizationOf } from '../../../core/ctx'
import { builder } from '../../../graphql/builder'
import type { GraphqlContext } from '../../../graphql/context'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import { sequenceAfter } from '../../../graphql/sequence-after'
import { newestSequence } from '../../../infra/newest-sequence.sql'
import { visibleActivity } from '../policy'
import { CorrectedByType } from './presence'
import { countPresence, type GateTally, type PresenceTally, type ZoneTally } from '../use-cases/count-presence'
import { leftUnseen, type LeftUnseen } from '../use-cases/presence/left-unseen'
import { readActivity, type Activity } from '../use-cases/read-activity.sql'

const PresenceCount = builder.objectRef<PresenceTally>('PresenceCount')
const GateCount = builder.objectRef<GateTally>('GateCount').implement({
  description: 'What a gate did today, by the site’s day.',
  fields: (t) => ({
    gate: t.field({ type: 'Gate', description: 'The gate.', resolve: ({ gateId }, _, ctx) => ctx.load.related('Gate', gateId) }),
    admitted: t.exposeInt('admitted', { description: 'Entries admitted.' }),
    denied: t.exposeInt('denied', { description: 'Scans denied.' }),
  }),
})
const ZoneCount = builder.objectRef<ZoneTally>('ZoneCount').implement({
  description: 'How many people are in a zone now.',
  fields: (t) => ({
    zone: t.field({ type: 'Zone', description: 'The zone.', resolve: ({ zoneId }, _, ctx) => ctx.load.related('Zone', zoneId) }),
    people: t.exposeInt('people', { description: 'People in it, those in the zones that lie in it too.' }),
  }),
})
const LeftUnseenType = builder.objectRef<LeftUnseen>('LeftUnseen').implement({
  description: 'Somebody who counts as gone although nobody saw them leave, and who has not been seen since. They may be inside.',
  fields: (t) => ({
    visitPass: t.field({
      type: 'VisitPass',
      nullable: true,
      description: 'Their pass; null for whom the caller may not read.',
      resolve: ({ visitPassId }, _, ctx) => ctx.load.one('VisitPass', visitPassId),
    }),
    at: t.expose('at', { type: 'DateTime', description: 'Since when they count as gone.' }),
    by: t.field({ type: CorrectedByType, description: 'By whose word: of the clock, or of their host.', resolve: ({ by }) => by }),
  }),
})

PresenceCount.implement({
  description: 'Who is where, in numbers, by the site’s day.',
  fields: (t) => ({
    inside: t.exposeInt('inside', { description: 'People inside now.' }),
    expectedToday: t.exposeInt('expectedToday', { description: 'People still expected today.' }),
    admittedToday: t.exposeInt('admittedToday', { description: 'Entries today.' }),
    deniedToday: t.exposeInt('deniedToday', { description: 'Scans denied today.' }),
    capacity: t.exposeInt('capacity', { nullable: true, description: 'How many people may be inside at once; null for as many as come.' }),
    zones: t.field({ type: [ZoneCount], description: 'The people inside by zone, by name.', resolve: ({ zones }) => zones }),
    gates: t.field({ type: [GateCount], description: 'The same by gate.', resolve: ({ gates }) => gates }),
    leftUnseen: t.field({
      type: [LeftUnseenType],
      description: 'Who counts as gone since the last twelve hours although nobody saw them leave; of a group each.',
      resolve: ({ siteId }, _, ctx) => leftUnseen(ctx.db, siteId, ctx.now()),
    }),
  }),
})

builder.queryFields((t) => ({
  presence: t.field({
    type: PresenceCount,
    nullable: true,
    description: 'Who is inside a site now, and what its gates did today; null for a site that does not exist.',
    args: { siteId: t.arg.id({ required: true, description: 'Which site.' }) },
    resolve: (_, { siteId }, ctx) => countPresence(ctx, localId('Site', siteId)),
  }),
  gateActivityCursor: t.string({
    description: 'Where gateActivity stands now: ask for it before a first list, then subscribe after it, and nothing is missed.',
    resolve: async (_, __, ctx) => {
      visibleActivity(ctx)
      return String(await newestSequence())
    },
  }),
}))

const GateActivityEvent = builder.objectRef<Activity>('GateActivityEvent').implement({
  description: 'One happening at a gate.',
  fields: (t) => ({
    cursor: t.string({ description: 'Pass it as `after` to go on from here.', resolve: ({ sequence }) => String(sequence) }),
    checkin: t.field({ type: 'Checkin', description: 'What happened.', resolve: ({ checkin }) => checkin }),
  }),
})

/** The feed of one watcher: only what they may see and asked for. */
async function gateActivity(
  ctx: GraphqlContext,
  args: { siteId?: string | null | undefined; gateId?: string | null | undefined; after?: string | null | undefined },
) {
  const mine = visibleActivity(ctx)
  const siteId = optionalLocalId('Site', args.siteId)
  const gateId = optionalLocalId('Gate', args.gateId)
  const wanted = (activity: Activity) =>
    mine(activity) && (siteId === null || activity.siteId === siteId) && (gateId === null || activity.checkin.gateId === gateId)
  return new ActivityStream(
    { name: 'gates', read: readActivity },
    { organizationId: organizationOf(ctx), after: await sequenceAfter(args.after), wanted },
  )
}

builder.subscriptionField('gateActivity', (t) =>
  t.field({
    type: GateActivityEvent,
    description: 'What happens at the gates, as it happens, in order and without gaps. Resume with the last cursor you have.',
    args: {
      siteId: t.arg.id({ description: 'Only at this site.' }),
      gateId: t.arg.id({ description: 'Only at this gate.' }),
      after: t.arg.string({ description: 'The last cursor you have.' }),
    },
    subscribe: (_, args, ctx) => gateActivity(ctx, args),
    resolve: (activity) => activity,
  }),
)
