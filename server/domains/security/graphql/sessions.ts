import { builder } from '../../../graphql/builder'
import { connectionOf, isInstantKey, keysetWhere, pageOf } from '../../../graphql/connection'
import { connections } from '../../../graphql/connections'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { browserName } from '../browser-name'
import { listSessions } from '../use-cases/list-sessions'
import { revokeOtherSessions, revokeSession } from '../use-cases/revoke-sessions'

builder.node('Session', {
  description:
    'A browser in which a person is signed in. Its owner sees it, and whoever manages people, where it acts in their organization.',
  id: { resolve: (session) => session.id, description: 'Global id.' },
  loadMany: async (ids, ctx) => {
    const rows = ctx.actor.type === 'user' ? await listSessions(ctx, { where: { id: { in: ids } }, orderBy: [] }) : []
    return ids.map((id) => rows.find((row) => row.id === id) ?? null)
  },
  fields: (t) => ({
    browser: t.string({
      nullable: true,
      description: 'Name of the browser, such as Chrome; null for one that is not known.',
      resolve: ({ userAgent }) => browserName(userAgent).browser,
    }),
    system: t.string({
      nullable: true,
      description: 'Name of the operating system, such as Windows; null for one that is not known.',
      resolve: ({ userAgent }) => browserName(userAgent).system,
    }),
    userAgent: t.exposeString('userAgent', { nullable: true, description: 'What the browser said of itself when the session was opened.' }),
    ip: t.exposeString('ip', { nullable: true, description: 'Address from which the session was opened.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
    lastSeenAt: t.field({
      type: 'DateTime',
      description: 'When it was last used, to five minutes.',
      resolve: ({ lastSeenAt, createdAt }) => lastSeenAt ?? createdAt,
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends by itself.' }),
    isCurrent: t.boolean({
      description: 'Whether this is the session that asks.',
      resolve: ({ id }, _, ctx) => ctx.actor.type === 'user' && ctx.actor.sessionId === id,
    }),
  }),
})

builder.queryField('sessions', (t) =>
  t.field({
    type: connections.Session,
    description: 'Where the caller is signed in, newest first.',
    args: t.arg.connectionArgs(),
    resolve: async (_, args, ctx) => {
      const page = pageOf(args, isInstantKey)
      const order = page.backward ? 'asc' : 'desc'
      const rows = await listSessions(ctx, {
        where: { AND: keysetWhere('createdAt', page, true) },
        orderBy: [{ createdAt: order }, { id: order }],
        take: page.take,
      })
      return connectionOf(rows, page, (row) => [row.createdAt.getTime(), row.id])
    },
  }),
)

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'Which session ends.',
  fields: (t) => ({ sessionId: t.id({ required: true, description: 'One of the caller’s own sessions.' }) }),
})

const RevokeSessionSuccess = builder.objectRef<{ sessionId: string }>('RevokeSessionSuccess').implement({
  description: 'The session has ended.',
  fields: (t) => ({
    sessionId: t.globalID({
      description: 'Global id of the session that ended.',
      resolve: ({ sessionId }) => ({ type: 'Session', id: sessionId }),
    }),
  }),
})

const RevokeSessionResult = resultUnion(
  'RevokeSessionResult',
  [RevokeSessionSuccess],
  ['NotFound', 'ValidationFailed'],
  'RevokeSessionSuccess',
)

builder.mutationFields((t) => ({
  revokeSession: t.field({
    type: RevokeSessionResult,
    description: 'Ends one of the caller’s sessions: it is out everywhere within a second and its WebSockets are closed.',
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, ctx) => revokeSession(ctx, { sessionId: localId('Session', input.sessionId) }),
  }),
  revokeOtherSessions: t.int({
    description: 'Ends every session of the caller but this one. Says how many there were.',
    resolve: (_, __, ctx) => revokeOtherSessions(ctx),
  }),
}))
