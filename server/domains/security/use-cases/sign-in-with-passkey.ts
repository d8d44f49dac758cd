import type { Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { failure } from '../../../core/failures'
import { openSession, type OpenedSession } from './open-session'
import { enterByOwnProof, findPlaces, firstPlace } from './places'
import { provePasskey } from './prove-passkey'

/**
 * Signs a member of staff in by a passkey alone.
 * @param token what the browser's cookie holds
 * @returns the session, or INVALID_CREDENTIALS (the same for a passkey that is unknown, removed, or of somebody suspended), PROVIDER_REQUIRED
 */
export async function signInWithPasskey(
  ctx: Ctx,
  { response }: { response: string },
  token: string | undefined,
): Promise<OpenedSession | Failure> {
  const userId = await provePasskey(ctx, response, token)
  const user = userId && (await findPlaces(userId))
  if (!user || !firstPlace(user)) return failure(ctx, 'InvalidCredentials', 'INVALID_CREDENTIALS', 'passkeyRefused')
  const entered = await enterByOwnProof(ctx, user)
  return isFailure(entered) ? entered : openSession(ctx, user.id, entered.organizationId, 'PASSKEY')
}
