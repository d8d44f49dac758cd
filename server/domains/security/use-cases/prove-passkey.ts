import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { passkeyAnswerSchema } from '#shared/schemas/security'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure } from '../../../core/failures'
import type { Passkey } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { passkeyThrottle } from '../../../infra/throttle'
import { relyingParty } from '../relying-party'
import { hashToken } from '../token'
import { makeChallenge, takeChallenge, type AskedPasskey } from './passkey-challenges'

// Loaded when the first passkey is asked: the worker, whose programs come by here, never asks for one.
const webauthn = () => import('@simplewebauthn/server')

/** Asks whichever passkey a browser has. @returns options for the browser, or TOO_MANY_ATTEMPTS from one address */
export async function askForPasskey(ctx: Ctx): Promise<AskedPasskey | Failure> {
  const wait = await passkeyThrottle.take(ctx.request.ip)
  if (wait > 0) return failure(ctx, 'TooManyAttempts', 'TOO_MANY_ATTEMPTS', 'tooManyAttempts', { retryAfterSeconds: wait })
  const made = await makeChallenge(ctx, null)
  const challenge = new Uint8Array(Buffer.from(made.challenge, 'base64url'))
  const { generateAuthenticationOptions } = await webauthn()
  const options = await generateAuthenticationOptions({ rpID: relyingParty.id, challenge, userVerification: 'required' })
  return { ...made, options: JSON.stringify(options) }
}

function parsed(response: string): AuthenticationResponseJSON | null {
  try {
    const answer = passkeyAnswerSchema.safeParse(JSON.parse(response))
    return answer.success ? (answer.data as AuthenticationResponseJSON) : null
  } catch {
    return null
  }
}

/** @returns the passkey's new counter; null where the answer is not its own */
async function counterOf(passkey: Passkey, response: AuthenticationResponseJSON, expectedChallenge: string): Promise<number | null> {
  try {
    const { verifyAuthenticationResponse } = await webauthn()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: relyingParty.origin,
      expectedRPID: relyingParty.id,
      requireUserVerification: true,
      credential: { id: response.id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    return null
  }
}

/**
 * Who has answered the challenge of this browser with one of their passkeys: they hold it and were recognised by it, which is
 * two factors. A counter that does not grow gives a copied passkey away.
 * @param token what the browser's cookie holds
 * @returns the person's id; null for anything that is not right
 */
export async function provePasskey(ctx: Ctx, response: string, token: string | undefined): Promise<string | null> {
  const challenge = await takeChallenge(ctx, token, null)
  const answer = challenge === null ? null : parsed(response)
  const passkey = answer && (await prisma.passkey.findUnique({ where: { credentialHash: hashToken(answer.id) } }))
  const counter = challenge !== null && answer && passkey ? await counterOf(passkey, answer, challenge) : null
  if (!passkey || counter === null) return null
  const { id, counter: before, userId } = passkey
  const { count } = await prisma.passkey.updateMany({ where: { id, counter: before }, data: { counter, lastUsedAt: ctx.now() } })
  return count === 1 ? userId : null
}
