import { isFailure } from '../../core/errors'
import type { GuestList } from '../../generated/prisma/client'
import { builder } from '../../graphql/builder'
import { connections, listById } from '../../graphql/connections'
import { GuestListStatusType, LocaleType, VisitPassTypeType } from '../../graphql/enums'
import { resultUnion } from '../../graphql/failures'
import { localId, optionalLocalId } from '../../graphql/global-id'
import { VisitorAnswerInput } from '../../graphql/visitor-answer-input'
import { addGuestListRows } from './use-cases/add-guest-list-rows'
import { createGuestList } from './use-cases/create-guest-list'
import { listProblems, type ListProblem } from './use-cases/list-problems'
import { findGuestLists, secondsLeft, titleOf } from './use-cases/find-guest-lists'
import { cancelGuestList, startGuestList } from './use-cases/start-guest-list'

const GuestListProblem = builder.objectRef<ListProblem>('GuestListProblem').implement({
  description: 'A row of a list for which nobody is invited, and why.',
  fields: (t) => ({
    line: t.exposeInt('line', { description: 'The line that whoever sent it named.' }),
    name: t.exposeString('name', { description: 'Whom it names; empty where it names nobody, or a guest who is known.' }),
    email: t.exposeString('email', { description: 'The address on it; may be empty.' }),
    isDuplicate: t.exposeBoolean('isDuplicate', { description: 'Whether it names somebody who is invited already.' }),
    message: t.exposeString('message', { description: 'What is wrong, and what to do.' }),
  }),
})

builder.node('GuestList', {
  description: 'A list of guests who are invited together; only whoever made it sees it, for a week.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findGuestLists(ctx, { where: { id: { in: ids } } }, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    status: t.expose('status', { type: GuestListStatusType, description: 'Where it stands.' }),
    site: t.field({
      type: 'Site',
      description: 'Where the guests are invited to.',
      resolve: ({ siteId }, _, ctx) => ctx.load.related('Site', siteId),
    }),
    host: t.field({ type: 'Host', description: 'Who receives them.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
    visitorType: t.field({
      type: 'VisitorType',
      nullable: true,
      description: 'What kind of visitors they are; null for none in particular.',
      resolve: ({ visitorTypeId }, _, ctx) => (visitorTypeId ? ctx.load.related('VisitorType', visitorTypeId) : null),
    }),
    title: t.string({ nullable: true, description: 'What the visits are about.', resolve: (list, _, ctx) => titleOf(ctx, list) }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When they are expected, but for rows with a time of their own.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'When their visit ends.' }),
    rows: t.exposeInt('rowCount', { description: 'Rows in it.' }),
    badRows: t.exposeInt('badRows', { description: 'Rows that cannot be used.' }),
    duplicateRows: t.exposeInt('duplicateRows', { description: 'Rows that name somebody who is invited already.' }),
    doneRows: t.exposeInt('doneRows', { description: 'Rows that were worked off.' }),
    invitedRows: t.exposeInt('invitedRows', { description: 'Rows whose guests are invited.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was begun.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When the invitations were started.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When it was done or stopped.' }),
    secondsLeft: t.int({
      nullable: true,
      description: 'How long it still takes, in seconds; null while that cannot be told.',
      resolve: (list, _, ctx) => secondsLeft(list, ctx.now()),
    }),
    problems: t.field({
      type: [GuestListProblem],
      description: 'Rows for which nobody is invited, by line.',
      args: {
        first: t.arg.int({ defaultValue: 100, description: 'Rows from the start, 1 to 100.' }),
        afterLine: t.arg.int({ defaultValue: 0, description: 'From behind which line.' }),
      },
      resolve: ({ id }, { first, afterLine }, ctx) => listProblems(ctx, id, Math.min(Math.max(first ?? 100, 1), 100), afterLine ?? 0),
    }),
  }),
})

builder.queryField('guestLists', (t) =>
  t.field({
    type: connections.GuestList,
    description: 'Lists of guests that the caller made in the last week, oldest first; ask for `last` to see the newest.',
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => listById(args, (page) => findGuestLists(ctx, page)),
  }),
)

const CreateGuestListInput = builder.inputType('CreateGuestListInput', {
  description: 'What the guests of a list are invited to.',
  fields: (t) => ({
    siteId: t.id({ required: true, description: 'Where to.' }),
    hostId: t.id({ description: 'By whom; default: the signed-in host. Required for everyone else.' }),
    startsAt: t.field({ type: 'DateTime', required: true, description: 'When the visits start, but for rows with a time of their own.' }),
    endsAt: t.field({ type: 'DateTime', required: true, description: 'When they end.' }),
    title: t.string({ description: 'What they are about; the guests see it.' }),
    message: t.string({ description: 'Words to the guests.' }),
    receptionNote: t.string({ description: 'Words to the staff who receive them; the guests never see them.' }),
    passType: t.field({ type: VisitPassTypeType, defaultValue: 'SINGLE', description: 'What kind of pass each gets.' }),
    visitorTypeId: t.id({ description: 'What kind of visitors they are; default: the default of the organization, where it has one.' }),
    answers: t.field({ type: [VisitorAnswerInput], description: 'What the host answers about every guest, as the type asks.' }),
    tellsGuests: t.boolean({ defaultValue: true, description: 'Whether the invites are sent by mail.' }),
  }),
})

const GuestListRowInput = builder.inputType('GuestListRowInput', {
  description: 'A row of a list: one guest. What is wrong with it is told of it, and the other rows are taken.',
  fields: (t) => ({
    line: t.int({ required: true, description: 'The line by which the sender finds it again, from 1.' }),
    name: t.string({ description: 'Full name.' }),
    email: t.string({ description: 'Where the invite goes.' }),
    phone: t.string({ description: 'Phone.' }),
    company: t.string({ description: 'Where they come from.' }),
    locale: t.field({ type: LocaleType, description: 'Language they are written to in; default: the language of the caller.' }),
    startsAt: t.field({ type: 'DateTime', description: 'When they come; default: the time of the list.' }),
    endsAt: t.field({ type: 'DateTime', description: 'When their visit ends; default: as long after the start as those of the list.' }),
  }),
})

const AddGuestListRowsInput = builder.inputType('AddGuestListRowsInput', {
  description: 'Rows to add to a list.',
  fields: (t) => ({
    guestListId: t.id({ required: true, description: 'Which list.' }),
    position: t.int({ required: true, description: 'Which part of it this is, from 0. A part that was taken before is not taken again.' }),
    rows: t.field({ type: [GuestListRowInput], required: true, description: '1 to 100 rows; a list has 10,000 at most.' }),
  }),
})

const whichInput = (name: `${'Start' | 'Cancel'}GuestListInput`, description: string) =>
  builder.inputType(name, { description, fields: (t) => ({ guestListId: t.id({ required: true, description: 'Which list.' }) }) })

const success = (name: `${'Create' | 'AddRowsTo' | 'Start' | 'Cancel'}GuestListSuccess`, description: string) =>
  builder.objectRef<{ guestList: GuestList }>(name).implement({
    description,
    fields: (t) => ({ guestList: t.expose('guestList', { type: 'GuestList', description: 'The list.' }) }),
  })

const CreateGuestListSuccess = success('CreateGuestListSuccess', 'The list is begun: add rows to it.')
const AddGuestListRowsSuccess = success('AddRowsToGuestListSuccess', 'The rows are read: the list says which of them can be used.')
const StartGuestListSuccess = success('StartGuestListSuccess', 'Its guests are being invited.')
const CancelGuestListSuccess = success('CancelGuestListSuccess', 'Nobody else is invited.')

builder.mutationFields((t) => ({
  createGuestList: t.field({
    type: resultUnion('CreateGuestListResult', [CreateGuestListSuccess], ['NotFound', 'ValidationFailed'], 'CreateGuestListSuccess'),
    description: 'Begins a list of guests who are invited together.',
    args: { input: t.arg({ type: CreateGuestListInput, required: true, description: 'To what.' }) },
    resolve: async (_, { input }, ctx) => {
      const ids = {
        siteId: localId('Site', input.siteId),
        hostId: optionalLocalId('Host', input.hostId),
        visitorTypeId: optionalLocalId('VisitorType', input.visitorTypeId),
      }
      const guestList = await createGuestList(ctx, { ...input, ...ids, tellsGuests: input.tellsGuests ?? true })
      return isFailure(guestList) ? guestList : { guestList }
    },
  }),
  addGuestListRows: t.field({
    type: resultUnion('AddGuestListRowsResult', [AddGuestListRowsSuccess], ['NotFound', 'ValidationFailed'], 'AddRowsToGuestListSuccess'),
    description: 'Adds rows to a list and checks them. Nobody is invited yet.',
    args: { input: t.arg({ type: AddGuestListRowsInput, required: true, description: 'Which rows.' }) },
    resolve: async (_, { input }, ctx) => {
      const guestList = await addGuestListRows(ctx, { ...input, guestListId: localId('GuestList', input.guestListId) })
      return isFailure(guestList) ? guestList : { guestList }
    },
  }),
}))

builder.mutationFields((t) => ({
  startGuestList: t.field({
    type: resultUnion('StartGuestListResult', [StartGuestListSuccess], ['NotFound', 'ValidationFailed'], 'StartGuestListSuccess'),
    description: 'Has the guests of a list invited, in the background. Rows that cannot be used are left out.',
    args: { input: t.arg({ type: whichInput('StartGuestListInput', 'A list to start.'), required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) => {
      const guestList = await startGuestList(ctx, { guestListId: localId('GuestList', input.guestListId) })
      return isFailure(guestList) ? guestList : { guestList }
    },
  }),
  cancelGuestList: t.field({
    type: resultUnion('CancelGuestListResult', [CancelGuestListSuccess], ['NotFound', 'ValidationFailed'], 'CancelGuestListSuccess'),
    description: 'Stops inviting the guests of a list. Who is invited already stays so.',
    args: { input: t.arg({ type: whichInput('CancelGuestListInput', 'A list to stop.'), required: true, description: 'Which.' }) },
    resolve: async (_, { input }, ctx) => {
      const guestList = await cancelGuestList(ctx, { guestListId: localId('GuestList', input.guestListId) })
      return isFailure(guestList) ? guestList : { guestList }
    },
  }),
}))
