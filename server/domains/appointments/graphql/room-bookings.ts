import { builder } from '../../../graphql/builder'
import { localId } from '../../../graphql/global-id'
import { listRoomBookings, type RoomBooking } from '../use-cases/list-room-bookings'

const RoomBookingType = builder.objectRef<RoomBooking>('RoomBooking').implement({
  description: 'That a room is taken, and when: not by whom.',
  fields: (t) => ({
    room: t.field({
      type: 'Room',
      description: 'Which room.',
      resolve: ({ roomId }, _, ctx) => ctx.load.related('Room', roomId),
    }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'From when.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Until when.' }),
  }),
})

builder.queryField('roomBookings', (t) =>
  t.field({
    type: [RoomBookingType],
    description: 'When the rooms of a site are taken, for whoever may book visits. At most 62 days.',
    args: {
      siteId: t.arg.id({ required: true, description: 'Of which site.' }),
      from: t.arg({ type: 'DateTime', required: true, description: 'From when.' }),
      to: t.arg({ type: 'DateTime', required: true, description: 'Until when.' }),
    },
    resolve: (_, { siteId, from, to }, ctx) => listRoomBookings(ctx, localId('Site', siteId), from, to),
  }),
)
