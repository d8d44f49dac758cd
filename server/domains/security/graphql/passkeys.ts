import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { localId } from '../../../graphql/global-id'
import { isFailure, type Failure } from '../../../core/errors'
import type { GraphqlContext } from '../../../graphql/context'
import { confirmByPasskey } from '../use-cases/confirm-identity'
import type { AskedPasskey } from '../use-cases/passkey-challenges'
import { askForPasskey } from '../use-cases/prove-passkey'
import { registerPasskey, startPasskey } from '../use-cases/register-passkey'
import { removePasskey } from '../use-cases/remove-passkey'

const asked = (name: string, description: string) =>
  builder.objectRef<AskedPasskey>(name).implement({
    description,
    fields: (t) => ({ options: t.exposeString('options', { description: 'What WebAuthn is called with, as JSON.' }) }),
  })

/** Gives the browser the cookie that its answer must come with. */
async function withChallenge(ctx: GraphqlContext, work: Promise<AskedPasskey | Failure>) {
  const made = await work
  if (!isFailure(made)) ctx.cookies?.setChallenge(made.token, made.expiresAt)
  return made
}

const StartPasskeyResult = resultUnion(
  'StartPasskeyResult',
  [asked('StartPasskeySuccess', 'A question for the browser, to make a passkey.')],
  ['ConfirmationRequired'],
  'StartPasskeySuccess',
)

const AskForPasskeyResult = resultUnion(
  'AskForPasskeyResult',
  [asked('AskForPasskeySuccess', 'A question for the browser, to use a passkey.')],
  ['TooManyAttempts'],
  'AskForPasskeySuccess',
)

const RegisterPasskeyInput = builder.inputType('RegisterPasskeyInput', {
  description: 'A new passkey.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What its owner calls it.' }),
    response: t.string({ required: true, description: 'What WebAuthn answered, as JSON.' }),
  }),
})

const RegisterPasskeyResult = resultUnion(
  'RegisterPasskeyResult',
  [
    builder.objectRef<{ recoveryCodes: string[] }>('RegisterPasskeySuccess').implement({
      description: 'The passkey signs its owner in from now on.',
      fields: (t) => ({
        recoveryCodes: t.exposeStringList('recoveryCodes', {
          description: 'Recovery codes, shown this one time; none where the caller has some already.',
        }),
      }),
    }),
  ],
  ['ConfirmationRequired', 'ValidationFailed'],
  'RegisterPasskeySuccess',
)

const RemovePasskeyInput = builder.inputType('RemovePasskeyInput', {
  description: 'Which passkey goes.',
  fields: (t) => ({ passkeyId: t.id({ required: true, description: 'One of the caller’s own.' }) }),
})

const RemovePasskeyResult = resultUnion(
  'RemovePasskeyResult',
  [
    builder.objectRef<{ passkeyId: string }>('RemovePasskeySuccess').implement({
      description: 'The passkey opens nothing any more.',
      fields: (t) => ({
        passkeyId: t.globalID({ description: 'Global id.', resolve: ({ passkeyId }) => ({ type: 'Passkey', id: passkeyId }) }),
      }),
    }),
  ],
  ['ConfirmationRequired', 'NotFound', 'ValidationFailed'],
  'RemovePasskeySuccess',
)

const ConfirmByPasskeyInput = builder.inputType('ConfirmByPasskeyInput', {
  description: 'A proof of who is at the session.',
  fields: (t) => ({ response: t.string({ required: true, description: 'What WebAuthn answered, as JSON.' }) }),
})

const ConfirmByPasskeyResult = resultUnion(
  'ConfirmByPasskeyResult',
  [
    builder.objectRef<{ until: Date }>('ConfirmByPasskeySuccess').implement({
      description: 'The session needs no further proof for a while.',
      fields: (t) => ({ until: t.expose('until', { type: 'DateTime', description: 'Until when.' }) }),
    }),
  ],
  ['InvalidCredentials'],
  'ConfirmByPasskeySuccess',
)

builder.mutationFields((t) => ({
  startPasskey: t.field({
    type: StartPasskeyResult,
    description: 'Begins making a passkey of the caller.',
    resolve: (_, __, ctx) => withChallenge(ctx, startPasskey(ctx)),
  }),
  registerPasskey: t.field({
    type: RegisterPasskeyResult,
    description: 'Keeps a passkey of the caller: it is a second factor and signs in without the password.',
    args: { input: t.arg({ type: RegisterPasskeyInput, required: true, description: 'The passkey.' }) },
    resolve: (_, { input }, ctx) => registerPasskey(ctx, input, ctx.cookies?.challenge),
  }),
  removePasskey: t.field({
    type: RemovePasskeyResult,
    description: 'Removes a passkey of the caller.',
    args: { input: t.arg({ type: RemovePasskeyInput, required: true, description: 'Which one.' }) },
    resolve: (_, { input }, ctx) => removePasskey(ctx, { passkeyId: localId('Passkey', input.passkeyId) }),
  }),
  askForPasskey: t.field({
    type: AskForPasskeyResult,
    description: 'Begins using a passkey, to sign in or to confirm.',
    resolve: (_, __, ctx) => withChallenge(ctx, askForPasskey(ctx)),
  }),
  confirmByPasskey: t.field({
    type: ConfirmByPasskeyResult,
    description: 'Proves again who is at the session, by a passkey.',
    args: { input: t.arg({ type: ConfirmByPasskeyInput, required: true, description: 'The proof.' }) },
    resolve: (_, { input }, ctx) => confirmByPasskey(ctx, input, ctx.cookies?.challenge),
  }),
}))
