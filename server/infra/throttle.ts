import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'
import { redis } from './redis'

/** A counter in Redis that goes on in this process's memory while Redis is away. */
function limiter(keyPrefix: string, points: number, duration: number, blockDuration: number): RateLimiterAbstract {
  const options = { keyPrefix, points, duration, blockDuration }
  return new RateLimiterRedis({
    storeClient: redis,
    ...options,
    insuranceLimiter: new RateLimiterMemory(options),
    rejectIfRedisNotReady: true,
  })
}

const secondsOf = (state: RateLimiterRes | null, points: number): number =>
  state && state.consumedPoints >= points ? Math.max(1, Math.ceil(state.msBeforeNext / 1_000)) : 0

async function count(counter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await counter.consume(key)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
  }
}

const perAccount = limiter('throttle:sign-in:account', 5, 15 * 60, 15 * 60)
const perAddress = limiter('throttle:sign-in:address', 50, 15 * 60, 15 * 60)

/** Throttling of sign-ins: 5 failures for an account, 50 for an address, in 15 minutes. */
export const signInThrottle = {
  /** Seconds to wait before the next try; 0 when it may go on. */
  async blockedFor(account: string, address: string | null): Promise<number> {
    const [byAccount, byAddress] = await Promise.all([perAccount.get(account), address ? perAddress.get(address) : null])
    return Math.max(secondsOf(byAccount, 5), secondsOf(byAddress, 50))
  },
  async failed(account: string, address: string | null): Promise<void> {
    await Promise.all([count(perAccount, account), address ? count(perAddress, address) : undefined])
  },
  async succeeded(account: string): Promise<void> {
    await perAccount.delete(account)
  },
}

const shortCodes = limiter('throttle:short-code', 20, 60, 60)

/** Throttling of wrong short codes typed at one scanner: 20 in a minute. Codes from a QR are never throttled. */
export const shortCodeThrottle = {
  async blockedFor(scannerId: string): Promise<number> {
    return secondsOf(await shortCodes.get(scannerId), 20)
  },
  failed: (scannerId: string): Promise<void> => count(shortCodes, scannerId),
}
