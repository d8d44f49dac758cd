import { isFailure } from '../../../core/errors'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { VisitorExportStatusType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { exporterOf } from '../policy'
import { approveVisitorExport, declineVisitorExport } from '../use-cases/exports/decide-visitor-export'
import { setVisitorExportLimit, type ExportLimit } from '../use-cases/exports/export-limit'
import { fetchableUntil, listVisitorExports, mayDecide, type VisitorExportRow } from '../use-cases/exports/list-visitor-exports'
import { findExportTerms, requestVisitorExport, type ExportTerms } from '../use-cases/exports/request-visitor-export'
import { mayWithdraw, withdrawVisitorExport } from '../use-cases/exports/withdraw-visitor-export'

builder.node('VisitorExportRequest', {
  description: 'A file of many visitors that somebody asked for: of whom, why, and what became of it.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const may = ctx.actor.type === 'user' && ctx.organizationId !== null && ctx.permissions.has('privacy:manage')
    const rows = may ? await listVisitorExports(ctx, { where: { id: { in: ids } } }) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    status: t.expose('status', { type: VisitorExportStatusType, description: 'Where it stands.' }),
    reason: t.exposeString('reason', { description: 'For what the file is.' }),
    registeredFrom: t.expose('registeredFrom', {
      type: 'DateTime',
      nullable: true,
      description: 'Visitors registered from then on; null: from the first.',
    }),
    registeredBefore: t.expose('registeredBefore', { type: 'DateTime', description: 'Visitors registered before then.' }),
    rows: t.exposeInt('rowCount', { description: 'Visitors counted when it was asked for: the file has no more.' }),
    needsSecondPerson: t.exposeBoolean('needsSecondPerson', { description: 'Whether another person has to agree.' }),
    requestedBy: t.exposeString('requestedBy', { nullable: true, description: 'Who asked for it; null for whoever has left.' }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    decidedBy: t.exposeString('decidedBy', { nullable: true, description: 'The second person.' }),
    decidedAt: t.expose('decidedAt', { type: 'DateTime', nullable: true, description: 'When they agreed or did not.' }),
    readyAt: t.expose('readyAt', { type: 'DateTime', nullable: true, description: 'When the file was made.' }),
    endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When the file was thrown away, or its time was over.' }),
    isOwn: t.boolean({ description: 'Whether the caller asked for it.', resolve: (row, _, ctx) => row.requesterId === exporterOf(ctx) }),
    mayDecide: t.boolean({ description: 'Whether the caller can be the second person.', resolve: (row, _, ctx) => mayDecide(ctx, row) }),
    mayWithdraw: t.boolean({ description: 'Whether the caller can take it back.', resolve: (row, _, ctx) => mayWithdraw(ctx, row) }),
    fetchableUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when whoever asked for it can fetch the file; null while there is none.',
      resolve: (row, _, ctx) => fetchableUntil(ctx, row),
    }),
    path: t.string({
      nullable: true,
      description: 'Where the caller fetches the file (CSV); null for the files of others, and where there is none.',
      resolve: (row, _, ctx) => (row.requesterId === exporterOf(ctx) && fetchableUntil(ctx, row) ? `/exports/${row.id}` : null),
    }),
  }),
})

const VisitorExportLimit = builder.objectRef<ExportLimit>('VisitorExportLimit').implement({
  description: 'How many visitors of a file go without a second person.',
  fields: (t) => ({
    rows: t.exposeInt('rows', { description: 'What the organization has chosen; 0 asks for a second person always.' }),
    holding: t.exposeInt('holding', { description: 'What counts now: less, for a day after it was raised.' }),
    holdsFrom: t.expose('holdsFrom', {
      type: 'DateTime',
      nullable: true,
      description: 'When the chosen one counts; null when it does already.',
    }),
  }),
})

const VisitorExportTerms = builder.objectRef<ExportTerms>('VisitorExportTerms').implement({
  description: 'What a file of many visitors would hold, and what it would take.',
  fields: (t) => ({
    rows: t.exposeInt('rows', { description: 'Visitors in it.' }),
    needsSecondPerson: t.exposeBoolean('needsSecondPerson', {
      description: 'Whether another person has to agree: with what the caller got alone in the last day it is above the limit.',
    }),
    deciders: t.exposeInt('deciders', { description: 'People who could be the second one.' }),
    limit: t.field({ type: VisitorExportLimit, description: 'The limit of the organization.', resolve: ({ limit }) => limit }),
  }),
})

const from = 'Visitors registered from then on; from the first where none is given.'
const to = 'Visitors registered before then; until now where none is given.'

builder.queryFields((t) => ({
  visitorExports: t.field({
    type: connections.VisitorExportRequest,
    description: 'Files of many visitors that were asked for, oldest first; ask for `last` to see the newest.',
    args: t.arg.connectionArgs(),
    resolve: (_, args, ctx) => listById(args, (page) => listVisitorExports(ctx, page)),
  }),
  visitorExportTerms: t.field({
    type: VisitorExportTerms,
    description: 'What a file of the visitors of a period would take, if the caller asked for it now.',
    args: {
      registeredFrom: t.arg({ type: 'DateTime', description: from }),
      registeredTo: t.arg({ type: 'DateTime', description: to }),
    },
    resolve: (_, period, ctx) => findExportTerms(ctx, period),
  }),
}))

const RequestVisitorExportInput = builder.inputType('RequestVisitorExportInput', {
  description: 'Of whom a file is wanted, and why.',
  fields: (t) => ({
    reason: t.string({ required: true, description: 'For what; 10 to 500 characters. It stands in the audit log, so no personal data.' }),
    registeredFrom: t.field({ type: 'DateTime', description: from }),
    registeredTo: t.field({ type: 'DateTime', description: to }),
  }),
})

const decideInput = (name: `${'Approve' | 'Decline' | 'Withdraw'}VisitorExportInput`, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({ visitorExportRequestId: t.id({ required: true, description: 'The request.' }) }),
  })

const SetVisitorExportLimitInput = builder.inputType('SetVisitorExportLimitInput', {
  description: 'How many visitors of a file go without a second person.',
  fields: (t) => ({ rows: t.int({ required: true, description: '0 to 10000; 0 asks for a second person always.' }) }),
})

const success = (name: `${'Request' | 'Approve' | 'Decline' | 'Withdraw'}VisitorExportSuccess`, description: string) =>
  builder.objectRef<VisitorExportRow>(name).implement({
    description,
    fields: (t) => ({
      visitorExportRequest: t.field({ type: 'VisitorExportRequest', description: 'The request.', resolve: (row) => row }),
    }),
  })

const SetVisitorExportLimitSuccess = builder.objectRef<{ limit: ExportLimit }>('SetVisitorExportLimitSuccess').implement({
  description: 'The limit is set: lowered it holds at once, raised after a day.',
  fields: (t) => ({ limit: t.field({ type: VisitorExportLimit, description: 'The limit.', resolve: ({ limit }) => limit }) }),
})

const RequestVisitorExportSuccess = success('RequestVisitorExportSuccess', 'The file is being made, or waits for a second person.')
const ApproveVisitorExportSuccess = success('ApproveVisitorExportSuccess', 'The file is being made.')
const DeclineVisitorExportSuccess = success('DeclineVisitorExportSuccess', 'The file is not made.')
const WithdrawVisitorExportSuccess = success('WithdrawVisitorExportSuccess', 'Nobody decides over it; what was made is thrown away.')

builder.mutationFields((t) => ({
  requestVisitorExport: t.field({
    type: resultUnion(
      'RequestVisitorExportResult',
      [RequestVisitorExportSuccess],
      ['ConfirmationRequired', 'ValidationFailed'],
      'RequestVisitorExportSuccess',
    ),
    description: 'Asks for a file of many visitors, contacts in clear. Above the limit of the organization another person has to agree.',
    args: { input: t.arg({ type: RequestVisitorExportInput, required: true, description: 'Of whom, and why.' }) },
    resolve: (_, { input }, ctx) => requestVisitorExport(ctx, input),
  }),
}))

builder.mutationFields((t) => ({
  approveVisitorExport: t.field({
    type: resultUnion(
      'ApproveVisitorExportResult',
      [ApproveVisitorExportSuccess],
      ['NotFound', 'ConfirmationRequired', 'ValidationFailed'],
      'ApproveVisitorExportSuccess',
    ),
    description: 'Agrees, as the second person, that a file of many visitors is made. Nobody agrees to their own.',
    args: {
      input: t.arg({ type: decideInput('ApproveVisitorExportInput', 'To what one agrees.'), required: true, description: 'To which.' }),
    },
    resolve: (_, { input }, ctx) =>
      approveVisitorExport(ctx, { visitorExportRequestId: localId('VisitorExportRequest', input.visitorExportRequestId) }),
  }),
  declineVisitorExport: t.field({
    type: resultUnion(
      'DeclineVisitorExportResult',
      [DeclineVisitorExportSuccess],
      ['NotFound', 'ValidationFailed'],
      'DeclineVisitorExportSuccess',
    ),
    description: 'Has a file of many visitors not made; whoever asked for it is told.',
    args: {
      input: t.arg({ type: decideInput('DeclineVisitorExportInput', 'What one declines.'), required: true, description: 'Which.' }),
    },
    resolve: (_, { input }, ctx) =>
      declineVisitorExport(ctx, { visitorExportRequestId: localId('VisitorExportRequest', input.visitorExportRequestId) }),
  }),
}))

builder.mutationField('withdrawVisitorExport', (t) =>
  t.field({
    type: resultUnion(
      'WithdrawVisitorExportResult',
      [WithdrawVisitorExportSuccess],
      ['NotFound', 'ValidationFailed'],
      'WithdrawVisitorExportSuccess',
    ),
    description: 'Takes back a file of many visitors that the caller asked for, whether it waits, is being made or is ready.',
    args: {
      input: t.arg({ type: decideInput('WithdrawVisitorExportInput', 'What one takes back.'), required: true, description: 'Which.' }),
    },
    resolve: (_, { input }, ctx) =>
      withdrawVisitorExport(ctx, { visitorExportRequestId: localId('VisitorExportRequest', input.visitorExportRequestId) }),
  }),
)

builder.mutationField('setVisitorExportLimit', (t) =>
  t.field({
    type: resultUnion(
      'SetVisitorExportLimitResult',
      [SetVisitorExportLimitSuccess],
      ['ConfirmationRequired', 'ValidationFailed'],
      'SetVisitorExportLimitSuccess',
    ),
    description: 'Sets how many visitors of a file go without a second person.',
    args: { input: t.arg({ type: SetVisitorExportLimitInput, required: true, description: 'How many.' }) },
    resolve: async (_, { input }, ctx) => {
      const limit = await setVisitorExportLimit(ctx, input)
      return isFailure(limit) ? limit : { limit }
    },
  }),
)
