import { redis } from './redis'

const key = 'worker:heartbeat'

/** How long a worker counts as alive after its last word, in seconds. */
const patience = 15

/** A worker says that it is alive. */
export const beat = (): Promise<unknown> => redis.set(key, Date.now().toString(), 'EX', patience)

/** Whether some worker is alive; false also when Redis cannot say. */
export const workerIsAlive = async (): Promise<boolean> => (await redis.exists(key).catch(() => 0)) === 1
