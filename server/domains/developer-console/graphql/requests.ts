import { builder } from '../../../graphql/builder'
import { connections, listById } from '../../../graphql/connections'
import { enumOf } from '../../../graphql/enums'
import { findRequests, listRequests } from '../use-cases/list-requests'
import { readUsage, type UsageSlot } from '../use-cases/read-usage'

const ApiRequestKindType = enumOf('ApiRequestKind', 'What kind of operation a program sent.', {
  QUERY: 'It asked for something.',
  MUTATION: 'It changed something.',
  SUBSCRIPTION: 'It began to follow something.',
  UNKNOWN: 'It could not be read.',
})

builder.node('ApiRequest', {
  description: 'A request that an application sent. Its variables and its answer are not kept.',
  id: { resolve: (request) => request.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await findRequests(ctx, ids)
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it came.' }),
    callerName: t.exposeString('callerName', { description: 'First symbols of its key, or the client_id of its service client.' }),
    kind: t.field({ type: ApiRequestKindType, description: 'What kind of operation it was.', resolve: ({ kind }) => kind }),
    operationName: t.exposeString('operationName', {
      nullable: true,
      description: 'How its document calls the operation, up to 64 characters.',
    }),
    failed: t.exposeBoolean('failed', { description: 'Whether the answer had errors. A refusal that is data, as a `UserError`, is none.' }),
    code: t.exposeString('code', { nullable: true, description: 'The code of the first error.' }),
    requestedCost: t.exposeInt('requestedCost', { description: 'For how many rows it asked, and one for itself.' }),
    actualCost: t.exposeInt('actualCost', { description: 'How many it got, and one for itself; 0 where it was refused.' }),
    milliseconds: t.exposeInt('milliseconds', { description: 'How long the server took.' }),
  }),
})

const ApiRequestFilter = builder.inputType('ApiRequestFilter', {
  description: 'Which requests are listed.',
  fields: (t) => ({
    failed: t.boolean({ description: 'Only those that failed, or only those that did not.' }),
    errorCode: t.string({ description: 'Only those with this code.' }),
    operationName: t.string({ description: 'Only operations of exactly this name.' }),
  }),
})

const UsagePeriodType = enumOf('ApiUsagePeriod', 'Over what time usage is told.', {
  DAY: 'The last 24 hours, by hour.',
  MONTH: 'The last 30 days, by day of UTC.',
})

const ApiUsageType = builder.objectRef<UsageSlot>('ApiUsage').implement({
  description: 'What an application asked for within an hour or a day.',
  fields: (t) => ({
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'When the hour or the day began.' }),
    requests: t.exposeInt('requests', { description: 'Requests, also those that failed.' }),
    failed: t.exposeInt('failed', { description: 'Requests whose answer had errors.' }),
    throttled: t.exposeInt('throttled', { description: 'Of those, refused because the budget was used up.' }),
    cost: t.exposeFloat('cost', { description: 'The sum of what they cost, in rows.' }),
  }),
})

builder.objectFields('Application', (t) => ({
  requests: t.field({
    type: connections.ApiRequest,
    description: 'What it asked for in the last 30 days, newest first. A request appears within seconds.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: ApiRequestFilter, description: 'Which requests.' }) },
    resolve: ({ id }, { filter, ...args }, ctx) =>
      listById(args, (page) => listRequests(ctx, id, filter ?? {}, page), { newestFirst: true }),
  }),
  usage: t.field({
    type: [ApiUsageType],
    description: 'How much it asked for, the oldest first, without gaps.',
    args: { period: t.arg({ type: UsagePeriodType, required: true, defaultValue: 'DAY', description: 'Over what time.' }) },
    resolve: ({ id }, { period }, ctx) => readUsage(ctx, id, period),
  }),
}))
