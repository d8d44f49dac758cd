import { builder } from '../../../graphql/builder'
import { listEvents, type EventEntry, type EventPage } from '../use-cases/list-events'

const EventEntryType = builder.objectRef<EventEntry>('LoggedEvent').implement({
  description: 'An event of the log.',
  fields: (t) => ({
    message: t.exposeString('id', { description: 'The webhook-id under which endpoints are told of it.' }),
    cursor: t.exposeString('cursor', { description: 'Its place: ask for what comes after it.' }),
    type: t.string({ description: 'Its name on the wire.', resolve: ({ body }) => body.type }),
    occurredAt: t.field({ type: 'DateTime', description: 'When it happened.', resolve: ({ body }) => new Date(body.timestamp) }),
    body: t.string({ description: 'What an endpoint without a selection is sent, as JSON.', resolve: ({ body }) => JSON.stringify(body) }),
  }),
})

const EventPageType = builder.objectRef<EventPage>('EventPage').implement({
  description: 'A page of the log.',
  fields: (t) => ({
    events: t.field({ type: [EventEntryType], description: 'Its events, in the order of the log.', resolve: ({ events }) => events }),
    cursor: t.exposeString('cursor', { description: 'Where the page ends: pass it as `after`, also where it holds no events.' }),
    hasMore: t.exposeBoolean('hasMore', { description: 'Whether more may be there already.' }),
  }),
})

builder.queryField('events', (t) =>
  t.field({
    type: EventPageType,
    description:
      'The log of what integrators are told, in the order in which it was committed, of what the caller may hear of. It goes back 30 days: a cursor that is older is refused as CURSOR_EXPIRED.',
    args: {
      after: t.arg.string({ description: 'Where an earlier page ended; without it, from the oldest that is kept.' }),
      first: t.arg.int({ required: true, description: 'How many, 1 to 100.' }),
    },
    resolve: (_, { after, first }, ctx) => listEvents(ctx, { after: after ?? null, first }),
  }),
)
