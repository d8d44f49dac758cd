/**
 * Where a link like `/sign-in?next=/host` leads: only paths of this site pass, everything else is undefined.
 * Browsers read `\` as `/` and skip control characters, so both are refused.
 */
export function safeNextPath(next: unknown): string | undefined {
  if (typeof next !== 'string' || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return undefined
  return /^\/sign-in\b/.test(next) ? undefined : next
}
