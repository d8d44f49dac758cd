import { builder } from '../../graphql/builder'
import { resultUnion } from '../../graphql/failures'
import { createCtx } from '../../core/ctx'
import { isFailure, type Failure } from '../../core/errors'
import type { GraphqlContext } from '../../graphql/context'
import { authenticate } from './use-cases/authenticate'
import { findViewer, type Viewer } from './use-cases/find-viewer'
import { listWorkplaces } from './use-cases/list-workplaces'
import type { OpenedSession } from './use-cases/open-session'
import { completeProviderSignIn } from './use-cases/single-sign-on/complete-provider-sign-in'
import { signIn } from './use-cases/sign-in'
import { signInWithPasskey } from './use-cases/sign-in-with-passkey'
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
    insideUntil: t.expose('insideUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'When the entry of a platform administrator into the organization ends; null for everybody else.',
    }),
    isEnrolling: t.exposeBoolean('isEnrolling', {
      description: 'The person has to set up a second factor before the session is good for anything else.',
    }),
    workplaces: t.field({
      type: ['Workplace'],
      description: 'The organizations in which the person may act; the session acts in one at a time. None while they are enrolling.',
      resolve: (viewer) =>
        viewer.user && viewer.sessionId && !viewer.isEnrolling ? listWorkplaces({ id: viewer.user.id, sessionId: viewer.sessionId }) : [],
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
  ['InvalidCredentials', 'SecondFactorRequired', 'ProviderRequired', 'TooManyAttempts', 'ValidationFailed'],
  'SignInSuccess',
)

/** Opens the session, puts its cookie on the response and looks at the world as its owner. */
async function viewAs(ctx: GraphqlContext, work: Promise<OpenedSession | Failure>) {
  const session = await work
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
    resolve: (_, { input }, ctx) => viewAs(ctx, signIn(ctx, input)),
  }),
)

const SignInWithPasskeyInput = builder.inputType('SignInWithPasskeyInput', {
  description: 'A passkey of a member of staff.',
  fields: (t) => ({ response: t.string({ required: true, description: 'What WebAuthn answered, as JSON.' }) }),
})

const SignInWithPasskeyResult = resultUnion(
  'SignInWithPasskeyResult',
  [SignInSuccess],
  ['InvalidCredentials', 'ProviderRequired'],
  'SignInSuccess',
)

builder.mutationField('signInWithPasskey', (t) =>
  t.field({
    type: SignInWithPasskeyResult,
    description: 'Signs a member of staff in by a passkey alone and sets the session cookie.',
    args: { input: t.arg({ type: SignInWithPasskeyInput, required: true, description: 'Who signs in.' }) },
    resolve: (_, { input }, ctx) => viewAs(ctx, signInWithPasskey(ctx, input, ctx.cookies?.challenge)),
  }),
)

const CompleteProviderSignInInput = builder.inputType('CompleteProviderSignInInput', {
  description: 'The second factor of a person whom the organization’s provider has proved in this browser.',
  fields: (t) => ({ oneTimeCode: t.string({ required: true, description: 'One-time code, or a recovery code.' }) }),
})

const CompleteProviderSignInResult = resultUnion(
  'CompleteProviderSignInResult',
  [SignInSuccess],
  ['InvalidCredentials', 'SecondFactorRequired', 'TooManyAttempts', 'ValidationFailed'],
  'SignInSuccess',
)

builder.mutationField('completeProviderSignIn', (t) =>
  t.field({
    type: CompleteProviderSignInResult,
    description: 'Finishes a sign-in by the organization’s provider with the person’s own second factor and sets the session cookie.',
    args: { input: t.arg({ type: CompleteProviderSignInInput, required: true, description: 'The code.' }) },
    resolve: (_, { input }, ctx) => viewAs(ctx, completeProviderSignIn(ctx, input, ctx.cookies?.providerAttempt)),
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
