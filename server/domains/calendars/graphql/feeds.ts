import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { CalendarFeedContentType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import {
  createCalendarFeed,
  findCalendarFeeds,
  listCalendarFeeds,
  replaceCalendarFeed,
  revokeCalendarFeed,
  type CalendarFeedRow,
  type ShownFeed,
} from '../use-cases/calendar-feeds'

builder.node('CalendarFeed', {
  description: 'A secret address at which calendar programs read the visits of a host. The address itself was shown once.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findCalendarFeeds(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    content: t.expose('content', { type: CalendarFeedContentType, description: 'What it tells.' }),
    hint: t.exposeString('hint', { description: 'First symbols of its secret, to recognise it by.' }),
    host: t.field({ type: 'Host', description: 'Whose visits.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was withdrawn.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'When it was last read, to five minutes.' }),
  }),
})

builder.queryField('calendarFeeds', (t) =>
  t.field({
    type: ['CalendarFeed'],
    description: 'Secret addresses of a host’s calendar that work: for the host, and for who manages people.',
    args: { hostId: t.arg.id({ description: 'Whose; default: the signed-in host’s.' }) },
    resolve: (_, { hostId }, ctx) => listCalendarFeeds(ctx, optionalLocalId('Host', hostId) ?? undefined),
  }),
)

const CreateCalendarFeedInput = builder.inputType('CreateCalendarFeedInput', {
  description: 'A secret address for calendar programs.',
  fields: (t) => ({
    hostId: t.id({ description: 'Whose visits; default: the signed-in host’s. Somebody else’s: only for who manages people.' }),
    content: t.field({ type: CalendarFeedContentType, required: true, description: 'What it tells.' }),
  }),
})

const whichInput = (name: `${'Replace' | 'Revoke'}CalendarFeedInput`, description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ calendarFeedId: t.id({ required: true, description: 'The address.' }) }) })

const shownSuccess = (name: `${'Create' | 'Replace'}CalendarFeedSuccess`, description: string) =>
  builder.objectRef<ShownFeed>(name).implement({
    description,
    fields: (t) => ({
      url: t.exposeString('url', { description: 'The address. It is shown this one time and kept nowhere.' }),
      calendarFeed: t.field({ type: 'CalendarFeed', description: 'What is known of it.', resolve: ({ row }) => row }),
    }),
  })

const CreateCalendarFeedSuccess = shownSuccess('CreateCalendarFeedSuccess', 'The address works.')
const ReplaceCalendarFeedSuccess = shownSuccess('ReplaceCalendarFeedSuccess', 'The new address works, the one before no more.')
const RevokeCalendarFeedSuccess = builder.objectRef<{ calendarFeed: CalendarFeedRow }>('RevokeCalendarFeedSuccess').implement({
  description: 'The address opens nothing any more.',
  fields: (t) => ({ calendarFeed: t.field({ type: 'CalendarFeed', description: 'It.', resolve: (done) => done.calendarFeed }) }),
})

const results = {
  create: resultUnion(
    'CreateCalendarFeedResult',
    [CreateCalendarFeedSuccess],
    ['NotFound', 'ValidationFailed'],
    'CreateCalendarFeedSuccess',
  ),
  replace: resultUnion(
    'ReplaceCalendarFeedResult',
    [ReplaceCalendarFeedSuccess],
    ['NotFound', 'ValidationFailed'],
    'ReplaceCalendarFeedSuccess',
  ),
  revoke: resultUnion(
    'RevokeCalendarFeedResult',
    [RevokeCalendarFeedSuccess],
    ['NotFound', 'ValidationFailed'],
    'RevokeCalendarFeedSuccess',
  ),
}

builder.mutationFields((t) => ({
  createCalendarFeed: t.field({
    type: results.create,
    description: 'Makes a secret address at which calendar programs read the visits of a host.',
    args: { input: t.arg({ type: CreateCalendarFeedInput, required: true, description: 'Of what.' }) },
    resolve: (_, { input }, ctx) => createCalendarFeed(ctx, { ...input, hostId: optionalLocalId('Host', input.hostId) }),
  }),
  replaceCalendarFeed: t.field({
    type: results.replace,
    description: 'Puts a new secret address in the place of one, which is withdrawn at once.',
    args: {
      input: t.arg({ type: whichInput('ReplaceCalendarFeedInput', 'Which address to replace.'), required: true, description: 'Which.' }),
    },
    resolve: (_, { input }, ctx) => replaceCalendarFeed(ctx, { calendarFeedId: localId('CalendarFeed', String(input.calendarFeedId)) }),
  }),
  revokeCalendarFeed: t.field({
    type: results.revoke,
    description: 'Withdraws a secret address of a calendar at once.',
    args: {
      input: t.arg({ type: whichInput('RevokeCalendarFeedInput', 'Which address to withdraw.'), required: true, description: 'Which.' }),
    },
    resolve: async (_, { input }, ctx) => {
      const calendarFeed = await revokeCalendarFeed(ctx, { calendarFeedId: localId('CalendarFeed', String(input.calendarFeedId)) })
      return isFailure(calendarFeed) ? calendarFeed : { calendarFeed }
    },
  }),
}))
