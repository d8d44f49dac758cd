import { LRUCache } from 'lru-cache'
import { env } from './env'
import { redis } from './redis'

/** How much may be taken at once, and how much of it comes back in a second. */
export interface Budget {
  maximum: number
  restoreRate: number
}

/** What is left of a budget. */
export interface Left {
  available: number
  /** Seconds until what was asked for would be there; 0 when it was given. */
  retryAfter: number
}

/**
 * A bucket as this process knows it. Redis has the sum of all processes; nobody waits for it: what is taken here is told ten times a
 * second, and answered with what is left. While Redis is away the process goes on with what it knows.
 */
interface Bucket {
  budget: Budget
  available: number
  at: number
  /** Taken since Redis was last told. */
  untold: number
}

/** How often what was taken is told, in milliseconds. */
const tellInterval = 100

/** Refills the sum, takes what a process took (less than nothing, where it gave back more), and answers with what is left; below nothing when processes took at once. */
const settle = `
local state = redis.call('HMGET', KEYS[1], 'left', 'at')
local maximum, rate, now, taken = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local left = tonumber(state[1]) or maximum
local passed = math.max(0, now - (tonumber(state[2]) or now))
left = math.min(maximum, math.min(maximum, left + passed * rate / 1000) - taken)
redis.call('HSET', KEYS[1], 'left', tostring(left), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], math.ceil((maximum - left) / rate * 1000) + 1000)
return tostring(left)`

const buckets = new LRUCache<string, Bucket>({ max: 20_000 })
const untold = new Set<string>()
let timer: NodeJS.Timeout | undefined

function bucketOf(key: string, budget: Budget, now: number): Bucket {
  const known = buckets.get(key) ?? { budget, available: budget.maximum, at: now, untold: 0 }
  known.available = Math.min(budget.maximum, known.available + (Math.max(0, now - known.at) * budget.restoreRate) / 1_000)
  known.at = now
  buckets.set(key, known)
  return known
}

async function tell(key: string): Promise<void> {
  const bucket = buckets.get(key)
  if (!bucket) return
  const taken = bucket.untold
  bucket.untold = 0
  const { maximum, restoreRate } = bucket.budget
  try {
    const left = await redis.eval(settle, 1, `rate:${key}`, maximum, restoreRate, Date.now(), taken)
    bucket.available = Number(left) - bucket.untold
    bucket.at = Date.now()
  } catch {
    bucket.untold += taken
  }
}

function tellSoon(key: string): void {
  untold.add(key)
  timer ??= setTimeout(() => {
    timer = undefined
    const keys = [...untold]
    untold.clear()
    void Promise.all(keys.map(tell))
  }, tellInterval).unref()
}

/** A budget of this installation: all are scaled by one setting. */
export const scaled = ({ maximum, restoreRate }: Budget): Budget => ({
  maximum: maximum * env.RATE_LIMIT_SCALE,
  restoreRate: restoreRate * env.RATE_LIMIT_SCALE,
})

/**
 * Takes from a budget.
 * @param key whose it is
 * @param always takes also what is not there: it is counted, never refused
 */
export function take(key: string, budget: Budget, amount: number, always: boolean): Left {
  const bucket = bucketOf(key, budget, Date.now())
  const lacking = amount - bucket.available
  if (lacking > 0 && !always) {
    tellSoon(key)
    return { available: Math.max(0, bucket.available), retryAfter: Math.max(1, Math.ceil(lacking / budget.restoreRate)) }
  }
  bucket.available -= amount
  bucket.untold += amount
  tellSoon(key)
  return { available: Math.max(0, bucket.available), retryAfter: 0 }
}

/** Gives back what was taken from a budget and not used. */
export function giveBack(key: string, budget: Budget, amount: number): void {
  const bucket = bucketOf(key, budget, Date.now())
  bucket.available = Math.min(budget.maximum, bucket.available + amount)
  bucket.untold -= amount
  tellSoon(key)
}
