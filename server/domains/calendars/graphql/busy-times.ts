import { builder } from '../../../graphql/builder'
import { BusySourceType } from '../../../graphql/enums'
import { localId } from '../../../graphql/global-id'
import { listBusyTimes, type BusyTime } from '../use-cases/list-busy-times'

const BusyTimeType = builder.objectRef<BusyTime>('BusyTime').implement({
  description: 'That a host or a room is busy, and when: not by whom, and for what.',
  fields: (t) => ({
    host: t.field({
      type: 'Host',
      nullable: true,
      description: 'The host, where it is one.',
      resolve: ({ hostId }, _, ctx) => (hostId ? ctx.load.one('Host', hostId) : null),
    }),
    room: t.field({
      type: 'Room',
      nullable: true,
      description: 'The room, where it is one.',
      resolve: ({ roomId }, _, ctx) => (roomId ? ctx.load.one('Room', roomId) : null),
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'From when.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until when.' }),
    source: t.expose('source', { type: BusySourceType, description: 'From where it is known.' }),
    blocks: t.exposeBoolean('blocks', { description: 'Whether nothing else can be booked then; otherwise whoever books is only warned.' }),
  }),
})

builder.queryField('freeBusy', (t) =>
  t.field({
    type: [BusyTimeType],
    description: 'When hosts and rooms are busy, for whoever may book visits. At most 62 days, 100 hosts and 100 rooms.',
    args: {
      hostIds: t.arg.idList({ required: true, description: 'Which hosts.' }),
      roomIds: t.arg.idList({ required: true, description: 'Which rooms.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'From when.' }),
      to: t.arg({ type: 'DateTime', required: true, description: 'Until when.' }),
    },
    resolve: (_, { hostIds, roomIds, from, to }, ctx) =>
      listBusyTimes(ctx, {
        hostIds: hostIds.map((id) => localId('Host', String(id))),
        roomIds: roomIds.map((id) => localId('Room', String(id))),
        from,
        to,
      }),
  }),
)
