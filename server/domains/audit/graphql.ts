import { builder } from '../../graphql/builder'
import { connectionOf, isInstantKey, keysetWhere, pageOf } from '../../graphql/connection'
import { connections } from '../../graphql/connections'
import { authorize } from '../../core/authorize'
import { organizationOf } from '../../core/ctx'
import { decodeGlobalId } from '../../graphql/global-id'
import { listAuditRows } from './use-cases/list-audit-rows'
import { chainReportOf } from './use-cases/report-audit-chain'
import type { ChainReport } from './use-cases/verify-audit-chain'

/** What the log calls kinds of principals, and kinds of things. */
const partyOf: Record<string, string | undefined> = { user: 'User', key: 'ApiKey', device: 'Device' }

builder.node('AuditEntry', {
  description: 'The trace of one dangerous action.',
  id: { resolve: (entry) => entry.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    authorize(ctx, 'audit:read')
    const rows = await ctx.db.auditLog.findMany({ where: { id: { in: ids } } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    action: t.exposeString('action', { description: 'What was done.' }),
    actorType: t.exposeString('actorType', { description: 'What kind of principal did it: user, key, device or system.' }),
    actorId: t.exposeString('actorId', { nullable: true, description: 'The principal, as the log knows it.' }),
    actorName: t.string({
      nullable: true,
      description: 'What the principal is called now; null for the system, and for what is gone or of another organization.',
      resolve: ({ actorType, actorId }, _, ctx) => {
        const type = partyOf[actorType]
        return type && actorId ? ctx.load.nameOf(type, actorId) : null
      },
    }),
    entityType: t.exposeString('entityType', { description: 'On what kind of thing.' }),
    entityId: t.exposeString('entityId', { description: 'On which thing.' }),
    entityName: t.string({
      nullable: true,
      description: 'What the thing is called now; null for what is gone and for what has no name. Visitors are never named.',
      resolve: ({ entityType, entityId }, _, ctx) => ctx.load.nameOf(entityType, entityId),
    }),
    reason: t.string({
      nullable: true,
      description: 'The reason the person gave.',
      resolve: ({ details }) =>
        typeof details === 'object' && details && 'reason' in details && typeof details.reason === 'string' ? details.reason : null,
    }),
    details: t.string({
      description: 'What else is known, such as before and after, as JSON.',
      resolve: ({ details }) => JSON.stringify(details),
    }),
    ip: t.exposeString('ip', { nullable: true, description: 'Address the request came from.' }),
    userAgent: t.exposeString('userAgent', { nullable: true, description: 'Browser or program that sent the request.' }),
    traceId: t.exposeString('traceId', { description: 'Id of the request in the log.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was done.' }),
  }),
})

builder.objectField('AuditEntry', 'actedForName', (t) =>
  t.string({
    nullable: true,
    description: 'The host for whom the principal acted, as they are called now; null for whoever acted in their own right.',
    resolve: ({ details }, _, ctx) =>
      typeof details === 'object' && details && 'actedFor' in details && typeof details.actedFor === 'string'
        ? ctx.load.nameOf('Host', details.actedFor)
        : null,
  }),
)

const AuditFilter = builder.inputType('AuditFilter', {
  description: 'Which entries of the audit log are listed.',
  fields: (t) => ({
    entityId: t.id({ description: 'Only what was done on this pass, visit, scan or person: a global id.' }),
    search: t.string({ description: 'Only where the address, the request, the actor or the thing is exactly this.' }),
    from: t.field({ type: 'DateTime', description: 'Only what was done at this moment or later.' }),
    to: t.field({ type: 'DateTime', description: 'Only what was done before this moment.' }),
  }),
})

builder.queryField('auditLog', (t) =>
  t.field({
    type: connections.AuditEntry,
    description: 'What was done in the organization, newest first.',
    args: {
      ...t.arg.connectionArgs(),
      action: t.arg.string({ description: 'Only this action.' }),
      filter: t.arg({ type: AuditFilter, description: 'Which entries.' }),
    },
    resolve: async (_, args, ctx) => {
      authorize(ctx, 'audit:read')
      const page = pageOf(args, isInstantKey)
      const order = page.backward ? 'asc' : 'desc'
      const { entityId, ...filter } = args.filter ?? {}
      const entity = typeof entityId === 'string' ? (decodeGlobalId(entityId) ?? { typename: '', id: '' }) : null
      const rows = await listAuditRows(
        ctx,
        { ...filter, action: args.action, entity },
        { within: keysetWhere('createdAt', page, true), orderBy: [{ createdAt: order }, { id: order }], take: page.take },
      )
      return connectionOf(rows, page, (row) => [row.createdAt.getTime(), row.id])
    },
  }),
)

const AuditChainStateType = builder.enumType('AuditChainState', {
  description: 'What is known of the chain of audit entries.',
  values: {
    INTACT: { description: 'Every entry is as it was sealed, and checkpoints outside the database agree.' },
    NOT_PROVEN: { description: 'Nothing wrong was found, but checkpoints outside the database do not prove it.' },
    BROKEN: { description: 'An entry was changed, deleted or moved, or the end was cut off.' },
  },
})

const AuditChainType = builder.objectRef<ChainReport>('AuditChain').implement({
  description: 'What a look at the whole chain of audit entries found.',
  fields: (t) => ({
    state: t.field({ type: AuditChainStateType, description: 'The outcome.', resolve: (report) => report.state }),
    entries: t.int({ description: 'Entries whose seals are right, from the first.', resolve: (report) => report.rows }),
    provenTo: t.int({ description: 'Place up to which checkpoints agree.', resolve: (report) => report.provenTo }),
    unsealed: t.int({ description: 'Entries that wait too long for their seal.', resolve: (report) => report.unsealed }),
    reason: t.string({
      nullable: true,
      description: 'What is wrong, or why it is not proven, as a code; null where it is intact.',
      resolve: ({ fault, doubt }) => fault?.kind ?? doubt,
    }),
    brokenAt: t.int({ nullable: true, description: 'Place of the first fault.', resolve: ({ fault }) => fault?.sequence ?? null }),
    verifiedAt: t.expose('verifiedAt', { type: 'DateTime', description: 'When the look began.' }),
  }),
})

builder.queryField('auditChain', (t) =>
  t.field({
    type: AuditChainType,
    description:
      'Follows the whole chain of the organization’s audit entries and compares it with the checkpoints. Takes up to a minute for a million entries.',
    resolve: (_, __, ctx) => {
      authorize(ctx, 'audit:read')
      return chainReportOf(organizationOf(ctx))
    },
  }),
)
