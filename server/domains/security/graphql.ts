import { builder } from '../../graphql/builder'
import { connectionOf, isInstantKey, keysetWhere, pageOf } from '../../graphql/connection'
import { connections } from '../../graphql/connections'
import { resultUnion } from '../../graphql/failures'
import { authorize } from '../../core/authorize'
import { createCtx } from '../../core/ctx'
import { isFailure } from '../../core/errors'
import type { GraphqlContext } from '../../graphql/context'
import { authenticate } from './use-cases/authenticate'
import { findViewer, type Viewer } from './use-cases/find-viewer'
import { listWorkplaces } from './use-cases/list-workplaces'
import { signIn } from './use-cases/sign-in'
import { signOut } from './use-cases/sign-out'

builder.node('User', {
  description: 'An account of the platform.',
  id: { resolve: (user) => user.id, description: 'Global id.' },
  // Accounts are seen through who uses them; by id only the caller's own.
  loadMany: async (ids, ctx) => {
    const { user } = (await findViewer(ctx)) ?? {}
    return ids.map((id) => (user?.id === id ? user : null))
  },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Full name.' }),
    email: t.exposeString('email', { description: 'The address the person signs in with.' }),
  }),
})

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Whoever is asking.',
  fields: (t) => ({
    user: t.field({
      type: 'User',
      nullable: true,
      description: 'The person; null for keys and devices.',
      resolve: (viewer) => viewer.user,
    }),
    organization: t.field({
      type: 'Organization',
      nullable: true,
      description: 'The organization in which the caller acts.',
      resolve: (viewer) => viewer.organization,
    }),
    host: t.field({
      type: 'Host',
      nullable: true,
      description: 'The host that the person is in this organization.',
      resolve: (viewer, _, ctx) => (viewer.hostId ? ctx.load.one('Host', viewer.hostId) : null),
    }),
    workplaces: t.field({
      type: ['Workplace'],
      description: 'The organizations in which the person may act; the session acts in one at a time.',
      resolve: (viewer) => (viewer.user ? listWorkplaces(viewer.user.id) : []),
    }),
    permissions: t.exposeStringList('permissions', {
      description: 'Rights of the caller; those that hold only for what they host end in :own.',
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerType,
    nullable: true,
    description: 'Who is asking; null when nobody is signed in.',
    resolve: (_, __, ctx) => findViewer(ctx),
  }),
)

const SignInInput = builder.inputType('SignInInput', {
  description: 'E-mail and password of a member of staff.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'E-mail of the account.' }),
    password: t.string({ required: true, description: 'Password of the account.' }),
    oneTimeCode: t.string({ description: 'One-time code, for accounts with a second factor.' }),
  }),
})

const SignInSuccess = builder.objectRef<{ viewer: Viewer }>('SignInSuccess').implement({
  description: 'Signed in: the session cookie is set.',
  fields: (t) => ({
    viewer: t.field({ type: ViewerType, description: 'The person who signed in.', resolve: (success) => success.viewer }),
  }),
})

const SignInResult = resultUnion(
  'SignInResult',
  [SignInSuccess],
  ['InvalidCredentials', 'SecondFactorRequired', 'TooManyAttempts', 'ValidationFailed'],
  'SignInSuccess',
)

/** Opens the session, puts its cookie on the response and looks at the world as its owner. */
async function signInAndView(ctx: GraphqlContext, input: Parameters<typeof signIn>[1]) {
  const session = await signIn(ctx, input)
  if (isFailure(session)) return session
  ctx.cookies?.setSession(session.token, session.expiresAt)
  const principal = await authenticate({ session: session.token })
  const viewer = await findViewer(createCtx(principal, { language: ctx.language, traceId: ctx.traceId, request: ctx.request }))
  if (!viewer) throw new Error('A session that was just opened was not found')
  return { viewer }
}

builder.mutationField('signIn', (t) =>
  t.field({
    type: SignInResult,
    description: 'Signs a member of staff in and sets the session cookie.',
    args: { input: t.arg({ type: SignInInput, required: true, description: 'Who signs in.' }) },
    resolve: (_, { input }, ctx) => signInAndView(ctx, input),
  }),
)

builder.mutationField('signOut', (t) =>
  t.boolean({
    description: 'Ends the session of this browser. True when there was one.',
    resolve: async (_, __, ctx) => {
      ctx.cookies?.clearSession()
      return signOut(ctx)
    },
  }),
)

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
    entityType: t.exposeString('entityType', { description: 'On what kind of thing.' }),
    entityId: t.exposeString('entityId', { description: 'On which thing.' }),
    reason: t.string({
      nullable: true,
      description: 'The reason the person gave.',
      resolve: ({ details }) =>
        typeof details === 'object' && details && 'reason' in details && typeof details.reason === 'string' ? details.reason : null,
    }),
    ip: t.exposeString('ip', { nullable: true, description: 'Address the request came from.' }),
    traceId: t.exposeString('traceId', { description: 'Id of the request in the log.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was done.' }),
  }),
})

builder.queryField('auditLog', (t) =>
  t.field({
    type: connections.AuditEntry,
    description: 'What was done in the organization, newest first.',
    args: { ...t.arg.connectionArgs(), action: t.arg.string({ description: 'Only this action.' }) },
    resolve: async (_, args, ctx) => {
      authorize(ctx, 'audit:read')
      const page = pageOf(args, isInstantKey)
      const order = page.backward ? 'asc' : 'desc'
      const rows = await ctx.db.auditLog.findMany({
        where: { ...(args.action ? { action: args.action } : {}), AND: keysetWhere('createdAt', page, true) },
        orderBy: [{ createdAt: order }, { id: order }],
        take: page.take,
      })
      return connectionOf(rows, page, (row) => [row.createdAt.getTime(), row.id])
    },
  }),
)
