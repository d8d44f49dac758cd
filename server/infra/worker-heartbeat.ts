import { redis } from './redis'

const key = 'worker:heartbeat'

/** How long a worker counts as alive after its last word, in seconds. */
const patience = 15

/** How often a worker says so, in milliseconds. */
const beatEvery = 5_000

/** Says that a worker is alive: at once when Redis is there, then every few seconds. @returns stops it */
export function startHeartbeat(): () => void {
  const beat = () => void redis.set(key, Date.now().toString(), 'EX', patience).catch(() => undefined)
  const timer = setInterval(beat, beatEvery)
  redis.on('ready', beat)
  beat()
  return () => {
    clearInterval(timer)
    redis.off('ready', beat)
  }
}

/** Whether some worker is alive; false also when Redis cannot say. */
export const workerIsAlive = async (): Promise<boolean> => (await redis.exists(key).catch(() => 0)) === 1
