import type { ListedKey } from './application-documents'

/** Where a key stands: one that was replaced works until it expires. */
export type KeyState = 'working' | 'replaced' | 'expired' | 'revoked'

/** Where a key stands at a moment (milliseconds). */
export function keyStateOf(
  { revokedAt, expiresAt, rotatedAt }: Pick<ListedKey, 'revokedAt' | 'expiresAt' | 'rotatedAt'>,
  now: number,
): KeyState {
  if (revokedAt) return 'revoked'
  if (expiresAt && Date.parse(expiresAt) <= now) return 'expired'
  return rotatedAt ? 'replaced' : 'working'
}

/** Whether a key lets in. */
export const lets = (state: KeyState): boolean => state === 'working' || state === 'replaced'
