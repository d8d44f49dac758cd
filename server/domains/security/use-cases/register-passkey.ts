import { generateRegistrationOptions, verifyRegistrationResponse, type RegistrationResponseJSON } from '@simplewebauthn/server'
import type { z } from 'zod'
import { registerPasskeySchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import { announceEnding } from '../../../infra/live'
import { relyingParty } from '../relying-party'
import { hashToken } from '../token'
import { changeAccount, noteAccountChange } from './account-changes'
import { needsConfirmation } from './confirm-identity'
import { sessionOwner } from './list-sessions'
import { makeChallenge, takeChallenge, type AskedPasskey } from './passkey-challenges'
import { makeRecoveryCodes } from './recovery-codes'

/** How many passkeys a person may have. */
const most = 20

/** Asks for a new passkey of the caller. @returns options for the browser, or CONFIRMATION_REQUIRED */
export async function startPasskey(ctx: Ctx): Promise<AskedPasskey | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const { email, name, passkeys } = await prisma.user.findUniqueOrThrow({ where: { id: userId }, include: { passkeys: true } })
  const made = await makeChallenge(ctx, userId)
  const options = await generateRegistrationOptions({
    rpName: relyingParty.name,
    rpID: relyingParty.id,
    userName: email,
    userDisplayName: name,
    userID: new TextEncoder().encode(userId),
    challenge: new Uint8Array(Buffer.from(made.challenge, 'base64url')),
    excludeCredentials: passkeys.map(({ credentialId }) => ({ id: Buffer.from(credentialId).toString('base64url') })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { ...made, options: JSON.stringify(options) }
}

async function verified(response: string, expectedChallenge: string) {
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: JSON.parse(response) as RegistrationResponseJSON,
      expectedChallenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
    })
    return registrationInfo?.credential ?? null
  } catch {
    return null
  }
}

/**
 * Keeps a new passkey of the caller. The first second factor brings recovery codes with it.
 * @param token what the browser's cookie holds
 * @returns recovery codes, shown once and only where there were none; or VALIDATION_FAILED, CONFIRMATION_REQUIRED
 */
export async function registerPasskey(
  ctx: Ctx,
  input: z.input<typeof registerPasskeySchema>,
  token: string | undefined,
): Promise<{ recoveryCodes: string[] } | Failure> {
  const { id: userId } = sessionOwner(ctx)
  const { data, failed } = validate(ctx, registerPasskeySchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const challenge = await takeChallenge(ctx, token, userId)
  const credential = challenge && (await verified(data.response, challenge))
  if (!credential) return invalid(ctx, [{ path: ['response'], key: 'passkeyRefused' }])
  const [credentialId, now] = [new Uint8Array(Buffer.from(credential.id, 'base64url')), ctx.now()]
  const row = { id: newId(), userId, credentialHash: hashToken(credential.id), credentialId, name: data.name, createdAt: now }
  const recoveryCodes = await changeAccount(async (tx) => {
    if ((await tx.passkey.count({ where: { userId } })) >= most) return null
    const keys = { publicKey: new Uint8Array(credential.publicKey), counter: credential.counter }
    const { count } = await tx.passkey.createMany({ data: [{ ...row, ...keys }], skipDuplicates: true })
    if (count === 0) return null
    await tx.session.updateMany({ where: { userId, isEnrolling: true }, data: { isEnrolling: false } })
    await noteAccountChange(ctx, tx, userId, 'PASSKEY_ADDED')
    return (await tx.recoveryCode.count({ where: { userId } })) === 0 ? makeRecoveryCodes(tx, userId, now) : []
  })
  announceEnding([userId])
  return recoveryCodes ? { recoveryCodes } : invalid(ctx, [{ path: ['response'], key: 'passkeyRefused' }])
}
