import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure } from '../../../core/failures'
import { placeOfUser, openSession, type OpenedSession } from './open-session'
import { provePasskey } from './prove-passkey'

/**
 * Signs a member of staff in by a passkey alone.
 * @param token what the browser's cookie holds
 * @returns the session, or INVALID_CREDENTIALS (the same for a passkey that is unknown, removed, or of somebody suspended)
 */
export async function signInWithPasskey(
  ctx: Ctx,
  { response }: { response: string },
  token: string | undefined,
): Promise<OpenedSession | Failure> {
  const userId = await provePasskey(ctx, response, token)
  const place = userId && (await placeOfUser(userId))
  if (!userId || !place) return failure(ctx, 'InvalidCredentials', 'INVALID_CREDENTIALS', 'passkeyRefused')
  return openSession(ctx, userId, place.organizationId)
}
