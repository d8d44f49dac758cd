import { openAppointment } from '../../../core/appointment-texts'
import { actorId } from '../../../core/audit'
import { reachOf } from '../../../core/authorize'
import { organizationOf } from '../../../core/ctx'
import { isFailure } from '../../../core/errors'
import { isWithin } from '../../../core/within'
import type { ApprovalRequest } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import type { GraphqlContext } from '../../../graphql/context'
import { ApprovalStandingType, ApprovalVerdictType } from './enums'
import { ApprovalStatusType } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { translate } from '../../../infra/i18n'
import { keyringOf } from '../../../infra/keyring'
import { standingOf, viewSteps } from '../request-state'
import { decideApproval } from '../use-cases/decide-approval'
import { findGuests } from '../use-cases/find-guests'
import { findRequests } from '../use-cases/find-requests'
import { factsOf } from './request-facts'
import { ApprovalDecisionType, ApprovalGuest, ApprovalRequestStep, EarlierVisit, readEarlier } from './request-parts'

const visitOf = async (ctx: GraphqlContext, request: ApprovalRequest) =>
  openAppointment(await keyringOf(organizationOf(ctx)), (await factsOf(ctx, request)).appointment)
const mine = async (ctx: GraphqlContext, request: ApprovalRequest) => standingOf(request, await factsOf(ctx, request), actorId(ctx))

builder.node('ApprovalRequest', {
  description: 'That a visit, or visits that were asked for together, shall be agreed to before their guests get passes.',
  id: { resolve: ({ id }) => id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findRequests(ctx, { where: { id: { in: ids } } }, {}, { elseNone: true })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    status: t.expose('status', { type: ApprovalStatusType, description: 'Where it stands.' }),
    turn: t.exposeInt('turn', { description: 'Grows with every step that is asked: whoever decides says which one they saw.' }),
    round: t.exposeInt('round', { description: 'How often it was asked: once more each time the visit became another.' }),
    chainName: t.string({
      description: 'By which chain; for somebody at the reception about whom only the host is asked, words that say so.',
      resolve: async (row, _, ctx) => (await factsOf(ctx, row)).chainName ?? translate(ctx.language, 'approvals.walkIn'),
    }),
    isWalkIn: t.exposeBoolean('isWalkIn', { description: 'Whether the guest stands at the reception without having been invited.' }),
    visitorTypeName: t.string({
      nullable: true,
      description: 'For guests of which kind.',
      resolve: async (row, _, ctx) => (await factsOf(ctx, row)).visitorTypeName,
    }),
    title: t.string({
      nullable: true,
      description: 'What the visit is about.',
      resolve: async (row, _, ctx) => (await visitOf(ctx, row)).title,
    }),
    startsAt: t.field({
      type: 'DateTime',
      description: 'When it starts; of several the first.',
      resolve: async (row, _, ctx) => (await visitOf(ctx, row)).startsAt,
    }),
    endsAt: t.field({
      type: 'DateTime',
      description: 'When that one ends.',
      resolve: async (row, _, ctx) => (await visitOf(ctx, row)).endsAt,
    }),
    timeZone: t.string({ description: 'IANA zone of the place.', resolve: async (row, _, ctx) => (await visitOf(ctx, row)).timeZone }),
    visitCount: t.int({
      description: 'How many visits are asked for together.',
      resolve: async (row, _, ctx) => (await factsOf(ctx, row)).visitCount,
    }),
  }),
})

builder.objectFields('ApprovalRequest', (t) => ({
  site: t.field({
    type: 'Site',
    description: 'Where.',
    resolve: async (row, _, ctx) => ctx.load.related('Site', (await factsOf(ctx, row)).appointment.siteId),
  }),
  host: t.field({ type: 'Host', description: 'With whom.', resolve: ({ hostId }, _, ctx) => ctx.load.related('Host', hostId) }),
  requestedBy: t.string({
    nullable: true,
    description: 'Who asked; null for a program.',
    resolve: async (row, _, ctx) => (await factsOf(ctx, row)).nameOf(row.requesterId),
  }),
  createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when it waits.' }),
  askedAt: t.expose('askedAt', { type: 'DateTime', description: 'Since when the step is asked.' }),
  dueAt: t.expose('dueAt', {
    type: 'DateTime',
    nullable: true,
    description: 'Until when the step has to be decided; null for no deadline.',
  }),
  endedAt: t.expose('endedAt', { type: 'DateTime', nullable: true, description: 'When nobody was asked any more.' }),
  isEscalated: t.boolean({
    description: 'Whether the step was handed on because nobody had decided in time.',
    resolve: ({ escalations }) => escalations > 0,
  }),
}))

builder.objectFields('ApprovalRequest', (t) => ({
  guests: t.field({ type: [ApprovalGuest], description: 'The guests, 50 at most.', resolve: (row, _, ctx) => findGuests(ctx, row) }),
  steps: t.field({
    type: [ApprovalRequestStep],
    description: 'The steps, each with where it stands.',
    resolve: async (request, _, ctx) => {
      const facts = await factsOf(ctx, request)
      return viewSteps(request, facts).map((view) => ({ ...view, facts, request }))
    },
  }),
  decisions: t.field({
    type: [ApprovalDecisionType],
    description: 'What was decided so far, oldest first.',
    resolve: async (request, _, ctx) => {
      const facts = await factsOf(ctx, request)
      return facts.decisions.map((decision) => ({ ...decision, facts }))
    },
  }),
  changed: t.stringList({
    description: 'What of the visit changed since people were asked first: TIME, SITE, HOST, ….',
    resolve: ({ changed }) => (Array.isArray(changed) ? changed.map(String) : []),
  }),
  earlier: t.field({
    type: EarlierVisit,
    nullable: true,
    description: 'What it was before; null for one that was not changed.',
    resolve: ({ earlier }) => readEarlier(earlier),
  }),
}))

builder.objectFields('ApprovalRequest', (t) => ({
  mayDecide: t.boolean({
    description: 'Whether the caller is asked now.',
    resolve: async (row, _, ctx) => (await mine(ctx, row)) !== null,
  }),
  standing: t.field({
    type: ApprovalStandingType,
    nullable: true,
    description: 'As what the caller is asked now.',
    resolve: async (row, _, ctx) => (await mine(ctx, row))?.standing ?? null,
  }),
  insteadOf: t.string({
    nullable: true,
    description: 'In whose place the caller is asked; null where it is their own.',
    resolve: async (row, _, ctx) => {
      const ask = await mine(ctx, row)
      return ask && ask.seat !== ask.userId ? (await factsOf(ctx, row)).nameOf(ask.seat) : null
    },
  }),
  appointment: t.field({
    type: 'Appointment',
    nullable: true,
    description: 'The visit, or the first of several; null for those who may not read it.',
    resolve: async (row, _, ctx) => {
      const visit = await visitOf(ctx, row)
      return isWithin(reachOf(ctx, 'appointment:read'), visit) ? visit : null
    },
  }),
}))

builder.objectField('Appointment', 'approvalRequests', (t) =>
  t.field({
    type: ['ApprovalRequest'],
    description: 'Whether and how it was agreed to: a request for the guests of each kind, newest last.',
    resolve: ({ id }, _, ctx) => {
      const visits = { some: { appointmentId: id } }
      return findRequests(ctx, { where: { visits }, orderBy: { id: 'asc' }, take: 20 }, {}, { elseNone: true })
    },
  }),
)

const ApprovalRequestFilter = builder.inputType('ApprovalRequestFilter', {
  description: 'What narrows the list of requests.',
  fields: (t) => ({
    awaitsMe: t.boolean({ description: 'Only those about which the caller is asked now.' }),
    decidedByMe: t.boolean({ description: 'Only those about which the caller has decided.' }),
    status: t.field({ type: [ApprovalStatusType], description: 'Only in one of these states.' }),
  }),
})

builder.queryField('approvalRequests', (t) =>
  t.field({
    type: connections.ApprovalRequest,
    description: 'Requests about which the caller is or was asked, and those of visits that they may read; oldest first.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: ApprovalRequestFilter, description: 'Which ones.' }) },
    resolve: (_, { filter, ...args }, ctx) => listById(args, (page) => findRequests(ctx, page, filter ?? {})),
  }),
)

const DecideApprovalInput = builder.inputType('DecideApprovalInput', {
  description: 'A decision about a request.',
  fields: (t) => ({
    approvalRequestId: t.id({ required: true, description: 'Which request.' }),
    turn: t.int({ required: true, description: 'The turn that was seen: a step that was decided meanwhile is not decided again.' }),
    verdict: t.field({ type: ApprovalVerdictType, required: true, description: 'APPROVED or REFUSED.' }),
    reason: t.string({ description: 'Why; required for a refusal. The host sees it, the guest does not.' }),
  }),
})

const DecideApprovalSuccess = builder.objectRef<{ approvalRequest: ApprovalRequest }>('DecideApprovalSuccess').implement({
  description: 'The decision counts.',
  fields: (t) => ({ approvalRequest: t.expose('approvalRequest', { type: 'ApprovalRequest', description: 'The request.' }) }),
})

builder.mutationField('decideApproval', (t) =>
  t.field({
    type: resultUnion('DecideApprovalResult', [DecideApprovalSuccess], ['NotFound', 'ValidationFailed'], 'DecideApprovalSuccess'),
    description: 'Agrees to a visit, or does not. One refusal ends the request.',
    args: { input: t.arg({ type: DecideApprovalInput, required: true, description: 'What, about which.' }) },
    resolve: async (_, { input }, ctx) => {
      const approvalRequestId = localId('ApprovalRequest', input.approvalRequestId)
      const approvalRequest = await decideApproval(ctx, { ...input, approvalRequestId, verdict: input.verdict as 'APPROVED' | 'REFUSED' })
      return isFailure(approvalRequest) ? approvalRequest : { approvalRequest }
    },
  }),
)
