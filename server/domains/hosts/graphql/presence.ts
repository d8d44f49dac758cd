import { builder } from '../../../graphql/builder'
import { localId } from '../../../graphql/global-id'
import type { Span } from '../presence'
import { findPresence, type PresenceRow } from '../use-cases/find-presence'

const TimeSpan = builder.objectRef<Span>('TimeSpan').implement({
  description: 'From one moment to another.',
  fields: (t) => ({
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'From when.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until when, that moment not among it.' }),
  }),
})

const HostAway = builder.objectRef<PresenceRow['absences'][number]>('HostAway').implement({
  description: 'A time in which a host is away. Why is not told.',
  fields: (t) => ({
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'From when.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until when.' }),
    deputy: t.field({
      type: 'Host',
      nullable: true,
      description: 'Who stands in for them.',
      resolve: ({ deputyId }, _, ctx) => (deputyId ? ctx.load.one('Host', deputyId) : null),
    }),
  }),
})

const HostPresence = builder.objectRef<PresenceRow>('HostPresence').implement({
  description: 'When a host is there within a time.',
  fields: (t) => ({
    host: t.field({ type: 'Host', description: 'Whose.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
    timeZone: t.exposeString('timeZone', {
      nullable: true,
      description: 'IANA zone of their hours; null where nobody has said when they are there: then they are, but for absences.',
    }),
    available: t.field({ type: [TimeSpan], description: 'When they are there, in order.', resolve: ({ available }) => available }),
    absences: t.field({ type: [HostAway], description: 'When they are away, by their beginning.', resolve: ({ absences }) => absences }),
  }),
})

builder.queryField('hostPresence', (t) =>
  t.field({
    type: [HostPresence],
    description: 'When hosts are there: 20 of them, within 62 days at most. Visits at other hours can be booked all the same.',
    args: {
      hostIds: t.arg.idList({ required: true, description: 'Whose.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'From when.' }),
      to: t.arg({ type: 'DateTime', required: true, description: 'Until when.' }),
    },
    resolve: (_, { hostIds, from, to }, ctx) =>
      findPresence(
        ctx,
        hostIds.map((id) => localId('Host', String(id))),
        { startsAt: from, endsAt: to },
      ),
  }),
)
