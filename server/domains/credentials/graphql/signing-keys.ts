import { isFailure, type Failure } from '../../../core/errors'
import type { SigningKey } from '../../../generated/prisma/client'
import { builder } from '../../../graphql/builder'
import { enumOf } from '../../../graphql/enums'
import { resultUnion } from '../../../graphql/failures'
import { findSigningKeys, revokeSigningKey, rotateSigningKey } from '../use-cases/rotate-signing-key'

const SigningKeyState = enumOf('SigningKeyState', 'What a key does.', {
  WAITING: 'It signs later, once every gate has heard of it.',
  SIGNING: 'Passes are signed by it.',
  RETIRED: 'It signs no more; passes that it has signed are good.',
  REVOKED: 'What it has signed opens nothing.',
})

function stateOf({ signsFrom, retiredAt, revokedAt }: SigningKey, now: Date): 'WAITING' | 'SIGNING' | 'RETIRED' | 'REVOKED' {
  if (revokedAt) return 'REVOKED'
  if (retiredAt) return 'RETIRED'
  return signsFrom && signsFrom > now ? 'WAITING' : 'SIGNING'
}

const SigningKeyType = builder.objectRef<SigningKey>('SigningKey').implement({
  description: 'A key by which the codes of passes are signed: Ed25519.',
  fields: (t) => ({
    keyId: t.exposeString('keyId', { description: 'What codes name it by: 8 hex digits.' }),
    publicKey: t.string({
      description: 'Its public half, 32 raw bytes in base64: codes can be verified by it without a connection.',
      resolve: ({ publicKey }) => Buffer.from(publicKey).toString('base64'),
    }),
    state: t.field({ type: SigningKeyState, description: 'What it does now.', resolve: (key, _, ctx) => stateOf(key, ctx.now()) }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    signsFrom: t.field({
      type: 'DateTime',
      description: 'From when on it signs, or was to sign.',
      resolve: ({ signsFrom, createdAt }) => signsFrom ?? createdAt,
    }),
    retiredAt: t.expose('retiredAt', { type: 'DateTime', nullable: true, description: 'Since when it signs no more.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'Since when what it has signed opens nothing.' }),
  }),
})

const RevokeSigningKeyInput = builder.inputType('RevokeSigningKeyInput', {
  description: 'A key to withdraw.',
  fields: (t) => ({
    keyId: t.string({ required: true, description: 'Which key, by its 8 hex digits.' }),
    reason: t.string({ required: true, description: 'Why: the audit log keeps it.' }),
  }),
})

const done = (name: `${'Rotate' | 'Revoke'}SigningKey`, description: string) => {
  const success = builder.objectRef<{ signingKey: SigningKey }>(`${name}Success`).implement({
    description,
    fields: (t) => ({ signingKey: t.expose('signingKey', { type: SigningKeyType, description: 'The key.' }) }),
  })
  return resultUnion(`${name}Result`, [success], ['NotFound', 'ValidationFailed'], `${name}Success`)
}

const asKey = async (work: Promise<SigningKey | Failure>) => {
  const signingKey = await work
  return isFailure(signingKey) ? signingKey : { signingKey }
}

builder.queryField('signingKeys', (t) =>
  t.field({
    type: [SigningKeyType],
    description: 'The keys by which passes of the organization are or were signed, the newest first.',
    resolve: (_, __, ctx) => findSigningKeys(ctx),
  }),
)

builder.mutationFields((t) => ({
  rotateSigningKey: t.field({
    type: done('RotateSigningKey', 'The key signs once every gate has heard of it.'),
    description: 'Makes a new key to sign passes by. What earlier ones have signed stays good.',
    resolve: (_, __, ctx) => asKey(rotateSigningKey(ctx)),
  }),
  revokeSigningKey: t.field({
    type: done('RevokeSigningKey', 'What the key has signed opens nothing; passes are being signed anew.'),
    description: 'Withdraws a key that somebody may have got hold of. Its passes get new codes, and their guests are told.',
    args: { input: t.arg({ type: RevokeSigningKeyInput, required: true, description: 'Which, and why.' }) },
    resolve: (_, { input }, ctx) => asKey(revokeSigningKey(ctx, input)),
  }),
}))
