import { isFailure, type Failure } from '../../../core/errors'
import { reachOf } from '../../../core/authorize'
import type { Room } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { changeRoom } from '../use-cases/rooms/change-room'
import { closeRoom, reopenRoom, visitsInRoom } from '../use-cases/rooms/close-room'
import { createRoom } from '../use-cases/rooms/create-room'

builder.objectField('Room', 'upcomingVisits', (t) =>
  t.int({
    nullable: true,
    description: 'How many visits that are not over have it; null for who does not manage the organization.',
    resolve: (room, _, ctx) =>
      reachOf(ctx, 'organization:manage') === 'all' ? ctx.db.appointment.count({ where: visitsInRoom(ctx, room.id) }) : null,
  }),
)

const RoomBookingsFate = builder.enumType('RoomBookingsFate', {
  description: 'What becomes of the visits that have a room when it is closed.',
  values: {
    KEEP: { description: 'They keep it.' },
    RELEASE: { description: 'They are left without a room, and their guests are told.' },
  } as const,
})

const roomResult = (name: string, description: string, more: 'IdempotencyKeyReused'[] = []) => {
  const success = builder.objectRef<{ room: Room }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ room: t.field({ type: 'Room', description: 'The room.', resolve: ({ room }) => room }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed', ...more], `${name}Success`)
}

const answer = async (work: Promise<Room | Failure>) => {
  const room = await work
  return isFailure(room) ? room : { room }
}

const CreateRoomInput = builder.inputType('CreateRoomInput', {
  description: 'A new meeting room.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Where it is.' }),
    name: t.string({ required: true, description: 'Name of the room.' }),
    capacity: t.int({ required: true, description: 'How many people it holds.' }),
    idempotencyKey: t.string({ description: 'The same key and input within 24 hours finds the first result.' }),
  }),
})

const ChangeRoomInput = builder.inputType('ChangeRoomInput', {
  description: 'What a room shall be.',
  fields: (t) => ({
    roomId: t.id({ required: true, description: 'The room.' }),
    name: t.string({ required: true, description: 'Name of the room.' }),
    capacity: t.int({ required: true, description: 'How many people it holds.' }),
  }),
})

const CloseRoomInput = builder.inputType('CloseRoomInput', {
  description: 'Which room to close.',
  fields: (t) => ({
    roomId: t.id({ required: true, description: 'The room.' }),
    bookings: t.field({ type: RoomBookingsFate, required: true, description: 'What becomes of the visits that have it.' }),
  }),
})

const ReopenRoomInput = builder.inputType('ReopenRoomInput', {
  description: 'Which room to open again.',
  fields: (t) => ({ roomId: t.id({ required: true, description: 'The room.' }) }),
})

builder.mutationFields((t) => ({
  createRoom: t.field({
    type: roomResult('CreateRoom', 'Hosts can book the room.', ['IdempotencyKeyReused']),
    description: 'Makes a meeting room of an open site.',
    args: { input: t.arg({ type: CreateRoomInput, required: true, description: 'What it is, and where.' }) },
    resolve: (_, { input }, ctx) => answer(createRoom(ctx, { ...input, siteId: localId('Site', input.siteId) })),
  }),
  changeRoom: t.field({
    type: roomResult('ChangeRoom', 'The room is changed; visits that have it keep it.'),
    description: 'Gives a room another name or number of seats.',
    args: { input: t.arg({ type: ChangeRoomInput, required: true, description: 'Which, and what it shall be.' }) },
    resolve: (_, { input }, ctx) => answer(changeRoom(ctx, { ...input, roomId: localId('Room', input.roomId) })),
  }),
  closeRoom: t.field({
    type: roomResult('CloseRoom', 'Nobody books the room any more.'),
    description: 'Closes a room.',
    args: { input: t.arg({ type: CloseRoomInput, required: true, description: 'Which, and what becomes of its visits.' }) },
    resolve: (_, { input }, ctx) => answer(closeRoom(ctx, { ...input, roomId: localId('Room', input.roomId) })),
  }),
  reopenRoom: t.field({
    type: roomResult('ReopenRoom', 'Hosts can book the room again.'),
    description: 'Opens a closed room again.',
    args: { input: t.arg({ type: ReopenRoomInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => answer(reopenRoom(ctx, { roomId: localId('Room', input.roomId) })),
  }),
}))
