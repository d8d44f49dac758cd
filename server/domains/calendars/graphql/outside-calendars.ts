import { isFailure, type Failure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { OutsideCalendarKindType, OutsideCalendarProblemType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId, optionalLocalId } from '../../../graphql/global-id'
import {
  changeOutsideCalendar,
  connectOutsideCalendar,
  disconnectOutsideCalendar,
  findOutsideCalendars,
  listOutsideCalendars,
  retryOutsideCalendar,
  type OutsideCalendarRow,
} from '../use-cases/outside-calendars'

builder.node('OutsideCalendar', {
  description: 'A calendar outside by which a host or a room is busy. Of its events only the times are kept.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findOutsideCalendars(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    kind: t.expose('kind', { type: OutsideCalendarKindType, description: 'How it is read.' }),
    server: t.exposeString('server', { description: 'The name of its server, to recognise it by.' }),
    blocks: t.exposeBoolean('blocks', { description: 'Whether a room that is busy there cannot be booked.' }),
    host: t.field({
      type: 'Host',
      nullable: true,
      description: 'Whose it is, where it is a host’s.',
      resolve: ({ hostId }, _, ctx) => (hostId ? ctx.load.one('Host', hostId) : null),
    }),
    room: t.field({
      type: 'Room',
      nullable: true,
      description: 'The room’s, where it is one’s.',
      resolve: ({ roomId }, _, ctx) => (roomId ? ctx.load.one('Room', roomId) : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was connected.' }),
    succeededAt: t.expose('succeededAt', { type: 'DateTime', nullable: true, description: 'When it was last read without trouble.' }),
    problem: t.expose('problem', {
      type: OutsideCalendarProblemType,
      nullable: true,
      description: 'Why it could not be read the last time.',
    }),
    nextTryAt: t.expose('nextTryAt', { type: 'DateTime', description: 'When it is looked into next.' }),
    disabledAt: t.expose('disabledAt', { type: 'DateTime', nullable: true, description: 'When it was given up after a week of failures.' }),
  }),
})

builder.queryField('outsideCalendars', (t) =>
  t.field({
    type: ['OutsideCalendar'],
    description: 'Calendars outside of a host or of a room: for the host and who manages people, for who manages the organization.',
    args: {
      hostId: t.arg.id({ description: 'Of which host; default: the signed-in host.' }),
      roomId: t.arg.id({ description: 'Of which room.' }),
    },
    resolve: (_, { hostId, roomId }, ctx) =>
      listOutsideCalendars(
        ctx,
        roomId
          ? { hostId: null, roomId: localId('Room', String(roomId)) }
          : { hostId: optionalLocalId('Host', hostId) ?? ctx.hostId, roomId: null },
      ),
  }),
)

const ConnectInput = builder.inputType('ConnectOutsideCalendarInput', {
  description: 'A calendar outside to connect.',
  fields: (t) => ({
    hostId: t.id({ description: 'By which a host is busy; default: the signed-in host.' }),
    roomId: t.id({ description: 'By which a room is busy, instead of a host.' }),
    kind: t.field({ type: OutsideCalendarKindType, required: true, description: 'How it is read.' }),
    url: t.string({ required: true, description: 'Where it is, by https. Kept sealed, and shown to nobody again.' }),
    user: t.string({ description: 'User on its server, where it asks for one.' }),
    password: t.string({ description: 'Their password there, best one for this use alone. Kept sealed, and shown to nobody again.' }),
    blocks: t.boolean({ defaultValue: true, description: 'Whether a room that is busy there cannot be booked.' }),
  }),
})

const whichInput = (name: `${'Disconnect' | 'Retry'}OutsideCalendarInput`, description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ outsideCalendarId: t.id({ required: true, description: 'Which.' }) }) })

const ChangeInput = builder.inputType('ChangeOutsideCalendarInput', {
  description: 'How a calendar outside of a room counts.',
  fields: (t) => ({
    outsideCalendarId: t.id({ required: true, description: 'Which.' }),
    blocks: t.boolean({ required: true, description: 'Whether the room cannot be booked when it is busy there.' }),
  }),
})

const success = (name: `${'Connect' | 'Disconnect' | 'Retry' | 'Change'}OutsideCalendarSuccess`, description: string) =>
  builder.objectRef<{ outsideCalendar: OutsideCalendarRow }>(name).implement({
    description,
    fields: (t) => ({ outsideCalendar: t.field({ type: 'OutsideCalendar', description: 'It.', resolve: (done) => done.outsideCalendar }) }),
  })

const ConnectSuccess = success('ConnectOutsideCalendarSuccess', 'It is looked into within seconds.')
const DisconnectSuccess = success('DisconnectOutsideCalendarSuccess', 'Nothing of it is kept.')
const RetrySuccess = success('RetryOutsideCalendarSuccess', 'It is looked into within seconds.')
const ChangeSuccess = success('ChangeOutsideCalendarSuccess', 'It counts as asked from now on.')

const wrapped = async (work: Promise<OutsideCalendarRow | Failure>) => {
  const outsideCalendar = await work
  return isFailure(outsideCalendar) ? outsideCalendar : { outsideCalendar }
}

const results = {
  connect: resultUnion('ConnectOutsideCalendarResult', [ConnectSuccess], ['NotFound', 'ValidationFailed'], 'ConnectOutsideCalendarSuccess'),
  disconnect: resultUnion(
    'DisconnectOutsideCalendarResult',
    [DisconnectSuccess],
    ['NotFound', 'ValidationFailed'],
    'DisconnectOutsideCalendarSuccess',
  ),
  retry: resultUnion('RetryOutsideCalendarResult', [RetrySuccess], ['NotFound', 'ValidationFailed'], 'RetryOutsideCalendarSuccess'),
  change: resultUnion('ChangeOutsideCalendarResult', [ChangeSuccess], ['NotFound', 'ValidationFailed'], 'ChangeOutsideCalendarSuccess'),
}

const which = (id: string) => ({ outsideCalendarId: localId('OutsideCalendar', String(id)) })

builder.mutationFields((t) => ({
  connectOutsideCalendar: t.field({
    type: results.connect,
    description: 'Connects a calendar outside by which a host or a room is busy.',
    args: { input: t.arg({ type: ConnectInput, required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => {
      const of = { hostId: optionalLocalId('Host', input.hostId), roomId: optionalLocalId('Room', input.roomId) }
      return wrapped(connectOutsideCalendar(ctx, { ...input, ...of, blocks: input.blocks ?? true }))
    },
  }),
  disconnectOutsideCalendar: t.field({
    type: results.disconnect,
    description: 'Gives up a calendar outside, with all that is known of it.',
    args: {
      input: t.arg({ type: whichInput('DisconnectOutsideCalendarInput', 'Which to give up.'), required: true, description: 'Which.' }),
    },
    resolve: (_, { input }, ctx) => wrapped(disconnectOutsideCalendar(ctx, which(String(input.outsideCalendarId)))),
  }),
  retryOutsideCalendar: t.field({
    type: results.retry,
    description: 'Has a calendar outside looked into now, also one that was given up.',
    args: { input: t.arg({ type: whichInput('RetryOutsideCalendarInput', 'Which to look into.'), required: true, description: 'Which.' }) },
    resolve: (_, { input }, ctx) => wrapped(retryOutsideCalendar(ctx, which(String(input.outsideCalendarId)))),
  }),
  changeOutsideCalendar: t.field({
    type: results.change,
    description: 'Says whether a room that is busy by a calendar outside can be booked all the same.',
    args: { input: t.arg({ type: ChangeInput, required: true, description: 'How.' }) },
    resolve: (_, { input }, ctx) =>
      wrapped(changeOutsideCalendar(ctx, { ...which(String(input.outsideCalendarId)), blocks: input.blocks })),
  }),
}))
