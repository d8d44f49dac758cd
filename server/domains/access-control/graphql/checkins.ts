import { requirementsIn } from '#shared/pass-tasks'
import { builder } from '../../../graphql/builder'
import { connectionOf, isInstantKey, keysetWhere, pageOf } from '../../../graphql/connection'
import { connections } from '../../../graphql/connections'
import { DenialReasonType, DirectionType, ScanRequirementType, ScanResultType } from '../../../graphql/enums'
import { optionalLocalId } from '../../../graphql/global-id'
import { visibleCheckins } from '../policy'

builder.node('Checkin', {
  description: 'One scan that was decided, admitted or denied.',
  id: { resolve: (checkin) => checkin.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = await ctx.db.checkin.findMany({ where: { AND: [{ id: { in: ids } }, visibleCheckins(ctx)] } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    result: t.expose('result', { type: ScanResultType, description: 'What came of it.' }),
    reason: t.expose('reason', { type: DenialReasonType, nullable: true, description: 'Why it was denied.' }),
    direction: t.expose('direction', { type: DirectionType, description: 'Which way.' }),
    gate: t.field({
      type: 'Gate',
      description: 'Through which gate.',
      resolve: (checkin, _, ctx) => checkin.gate ?? ctx.load.related('Gate', checkin.gateId),
    }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it happened.' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When the server learned of it.' }),
    forced: t.exposeBoolean('forced', { description: 'Let in against the verdict.' }),
    forcedReason: t.exposeString('forcedReason', { nullable: true, description: 'Why it was forced.' }),
    seenTo: t.field({
      type: [ScanRequirementType],
      description: 'What was outstanding and seen to by the word of the steward.',
      resolve: ({ seenTo }) => requirementsIn(seenTo),
    }),
    visitPass: t.field({
      type: 'VisitPass',
      nullable: true,
      description: 'Whose pass it was; null for an unknown code.',
      resolve: (checkin, _, ctx) => checkin.visitPass ?? (checkin.visitPassId ? ctx.load.one('VisitPass', checkin.visitPassId) : null),
    }),
  }),
})

const CheckinFilter = builder.inputType('CheckinFilter', {
  description: 'Which check-ins are listed.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'Only from this instant on.' }),
    to: t.field({ type: 'DateTime', description: 'Only before this instant.' }),
    siteId: t.id({ description: 'Only at this site.' }),
    gateId: t.id({ description: 'Only at this gate.' }),
    result: t.field({ type: [ScanResultType], description: 'Only with one of these results.' }),
  }),
})

function checkinWhere(filter: typeof CheckinFilter.$inferInput | null | undefined) {
  const siteId = optionalLocalId('Site', filter?.siteId)
  const gateId = optionalLocalId('Gate', filter?.gateId)
  const between = { ...(filter?.from ? { gte: filter.from } : {}), ...(filter?.to ? { lt: filter.to } : {}) }
  return {
    ...(siteId === null ? {} : { siteId }),
    ...(gateId === null ? {} : { gateId }),
    ...(filter?.result ? { result: { in: filter.result } } : {}),
    ...(Object.keys(between).length > 0 ? { occurredAt: between } : {}),
  }
}

builder.queryField('checkins', (t) =>
  t.field({
    type: connections.Checkin,
    description: 'Scans, newest first.',
    args: { ...t.arg.connectionArgs(), filter: t.arg({ type: CheckinFilter, description: 'Which ones.' }) },
    resolve: async (_, { filter, ...args }, ctx) => {
      const page = pageOf(args, isInstantKey)
      const order = page.backward ? 'asc' : 'desc'
      const rows = await ctx.db.checkin.findMany({
        where: { AND: [checkinWhere(filter), visibleCheckins(ctx), ...keysetWhere('occurredAt', page, true)] },
        orderBy: [{ occurredAt: order }, { id: order }],
        take: page.take,
      })
      return connectionOf(rows, page, (row) => [row.occurredAt.getTime(), row.id])
    },
  }),
)
