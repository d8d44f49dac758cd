const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** How long is waited after each attempt that failed, in milliseconds (contracts.md). After the last the delivery is a dead letter. */
export const retryWaits: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]

/** How far a wait may be from what it is on average: not all that failed together come again together. */
const jitter = 0.1

/** The longest wait that a receiver may ask for, in milliseconds. */
const longestWait = 24 * hour

/**
 * When a delivery is tried again.
 * @param tries that failed, this one included
 * @param retryAfter what the receiver asked for, in milliseconds
 * @param chance from 0 to 1
 * @returns null when it is not tried again
 */
export function nextTry(tries: number, now: Date, retryAfter: number | null, chance = Math.random()): Date | null {
  const wait = retryWaits[tries - 1]
  if (wait === undefined) return null
  const spread = wait * (1 - jitter + 2 * jitter * chance)
  return new Date(now.getTime() + Math.round(Math.max(spread, Math.min(retryAfter ?? 0, longestWait))))
}

/** Reads Retry-After: seconds or a date. @returns milliseconds from now; null for none, or for what cannot be read */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined || header === '') return null
  if (/^\d{1,9}$/.test(header)) return Number(header) * second
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime())
}
