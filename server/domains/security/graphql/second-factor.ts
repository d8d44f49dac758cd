import { builder } from '../../../graphql/builder'
import { resultUnion } from '../../../graphql/failures'
import { confirmIdentity } from '../use-cases/confirm-identity'
import { disableTotp } from '../use-cases/disable-totp'
import { confirmTotp, startTotp, type OfferedSeed } from '../use-cases/enrol-totp'
import { findAccountSecurity, type AccountSecurity, type PasskeyRow } from '../use-cases/find-account-security'
import { renewRecoveryCodes } from '../use-cases/recovery-codes'

const PasskeyType = builder.objectRef<PasskeyRow>('Passkey').implement({
  description: 'A passkey of the caller.',
  fields: (t) => ({
    id: t.globalID({ description: 'Global id.', resolve: ({ id }) => ({ type: 'Passkey', id }) }),
    name: t.exposeString('name', { description: 'What its owner calls it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: 'When it was last used; null for never.' }),
  }),
})

const AccountSecurityType = builder.objectRef<AccountSecurity>('AccountSecurity').implement({
  description: 'How the caller signs in.',
  fields: (t) => ({
    totpSince: t.expose('totpSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when signing in asks for a code of an authenticator app; null when it does not.',
    }),
    passkeys: t.field({
      type: [PasskeyType],
      description: 'The passkeys of the caller, oldest first; 20 at most.',
      resolve: ({ passkeys }) => passkeys,
    }),
    recoveryCodesLeft: t.exposeInt('recoveryCodesLeft', { description: 'How many recovery codes are unused.' }),
    confirmedUntil: t.expose('confirmedUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when this session needs no further proof for something dangerous; null when it needs one.',
    }),
    passwordMinimum: t.exposeInt('passwordMinimum', { description: 'The shortest password that the caller may set, in characters.' }),
    isDemanded: t.exposeBoolean('isDemanded', { description: 'Whether an organization of the caller asks them for a second factor.' }),
  }),
})

builder.queryField('accountSecurity', (t) =>
  t.field({
    type: AccountSecurityType,
    description: 'How the caller signs in. Only for people.',
    resolve: (_, __, ctx) => findAccountSecurity(ctx),
  }),
)

const ConfirmIdentityInput = builder.inputType('ConfirmIdentityInput', {
  description: 'A proof of who is at the session.',
  fields: (t) => ({
    password: t.string({ required: true, description: 'The password of the caller.' }),
    oneTimeCode: t.string({ description: 'One-time code or recovery code, for accounts with a second factor.' }),
  }),
})

const ConfirmIdentitySuccess = builder.objectRef<{ until: Date }>('ConfirmIdentitySuccess').implement({
  description: 'The session needs no further proof for a while.',
  fields: (t) => ({ until: t.expose('until', { type: 'DateTime', description: 'Until when.' }) }),
})

const ConfirmIdentityResult = resultUnion(
  'ConfirmIdentityResult',
  [ConfirmIdentitySuccess],
  ['InvalidCredentials', 'SecondFactorRequired', 'TooManyAttempts', 'ValidationFailed'],
  'ConfirmIdentitySuccess',
)

const StartTotpSuccess = builder.objectRef<OfferedSeed>('StartTotpSuccess').implement({
  description: 'A seed for an authenticator app: shown once, in use when a code has confirmed it.',
  fields: (t) => ({
    secret: t.exposeString('secret', { description: 'The seed for typing, base32.' }),
    uri: t.exposeString('uri', { description: 'The seed for a QR: an otpauth address.' }),
  }),
})

const StartTotpResult = resultUnion('StartTotpResult', [StartTotpSuccess], ['ConfirmationRequired', 'ValidationFailed'], 'StartTotpSuccess')

const ConfirmTotpInput = builder.inputType('ConfirmTotpInput', {
  description: 'The first code of an authenticator app.',
  fields: (t) => ({ code: t.string({ required: true, description: 'The six digits that the app shows.' }) }),
})

const codesSuccess = (name: string, description: string) =>
  builder.objectRef<{ recoveryCodes: string[] }>(name).implement({
    description,
    fields: (t) => ({
      recoveryCodes: t.exposeStringList('recoveryCodes', { description: 'Ten codes, each good once. They are shown this one time.' }),
    }),
  })

const ConfirmTotpResult = resultUnion(
  'ConfirmTotpResult',
  [codesSuccess('ConfirmTotpSuccess', 'Signing in asks for a code from now on.')],
  ['ConfirmationRequired', 'TooManyAttempts', 'ValidationFailed'],
  'ConfirmTotpSuccess',
)

const RenewRecoveryCodesResult = resultUnion(
  'RenewRecoveryCodesResult',
  [codesSuccess('RenewRecoveryCodesSuccess', 'The codes made before have stopped working.')],
  ['ConfirmationRequired', 'ValidationFailed'],
  'RenewRecoveryCodesSuccess',
)

const DisableTotpInput = builder.inputType('DisableTotpInput', {
  description: 'A proof that the caller has the second factor.',
  fields: (t) => ({ oneTimeCode: t.string({ required: true, description: 'A code of the app, or a recovery code.' }) }),
})

const DisableTotpSuccess = builder.objectRef<{ userId: string }>('DisableTotpSuccess').implement({
  description: 'The authenticator app and the recovery codes have stopped working.',
  fields: (t) => ({
    userId: t.globalID({ description: 'Global id of the caller.', resolve: ({ userId }) => ({ type: 'User', id: userId }) }),
  }),
})

const DisableTotpResult = resultUnion(
  'DisableTotpResult',
  [DisableTotpSuccess],
  ['SecondFactorRequired', 'TooManyAttempts', 'ValidationFailed'],
  'DisableTotpSuccess',
)

builder.mutationFields((t) => ({
  confirmIdentity: t.field({
    type: ConfirmIdentityResult,
    description: 'Proves again who is at the session, for what is too dangerous for an old sign-in.',
    args: { input: t.arg({ type: ConfirmIdentityInput, required: true, description: 'The proof.' }) },
    resolve: (_, { input }, ctx) => confirmIdentity(ctx, input),
  }),
  startTotp: t.field({
    type: StartTotpResult,
    description: 'Offers the caller a seed for an authenticator app. Nothing changes until `confirmTotp`.',
    resolve: (_, __, ctx) => startTotp(ctx),
  }),
  confirmTotp: t.field({
    type: ConfirmTotpResult,
    description: 'Takes the offered seed into use as the second factor of the caller.',
    args: { input: t.arg({ type: ConfirmTotpInput, required: true, description: 'The first code.' }) },
    resolve: (_, { input }, ctx) => confirmTotp(ctx, input),
  }),
  renewRecoveryCodes: t.field({
    type: RenewRecoveryCodesResult,
    description: 'Gives the caller ten new recovery codes in place of the old ones.',
    resolve: (_, __, ctx) => renewRecoveryCodes(ctx),
  }),
  disableTotp: t.field({
    type: DisableTotpResult,
    description: 'Ends the use of the authenticator app. Needs a code of now.',
    args: { input: t.arg({ type: DisableTotpInput, required: true, description: 'The proof.' }) },
    resolve: (_, { input }, ctx) => disableTotp(ctx, input),
  }),
}))
