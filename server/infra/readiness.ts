import { pool } from './db'
import { pendingMigrations } from './migrations'
import { redis } from './redis'
import { workerIsAlive } from './worker-heartbeat'

/** What a part of the system says of itself. */
export type PartState = 'ok' | 'degraded' | 'down'

/** Whether this process can serve. It can as long as writes can commit; what is merely slower without them is "degraded". */
export interface Readiness {
  ready: boolean
  database: PartState
  migrations: PartState
  redis: PartState
  worker: PartState
}

/** How long a part may take to answer, in milliseconds. */
const patience = 2_000

const within = <T>(promise: Promise<T>, otherwise: T): Promise<T> =>
  Promise.race([promise, new Promise<T>((resolve) => setTimeout(resolve, patience, otherwise).unref())]).catch(() => otherwise)

/** Asks every part. */
export async function readiness(): Promise<Readiness> {
  const database = await within(
    pool.query('SELECT 1').then(() => 'ok' as PartState),
    'down',
  )
  const [migrations, redisState, worker] = await Promise.all([
    database === 'ok' ? within(migrationState(), 'down') : ('down' as PartState),
    within(
      redis.ping().then(() => 'ok' as PartState),
      'degraded',
    ),
    within(
      workerIsAlive().then((alive): PartState => (alive ? 'ok' : 'degraded')),
      'degraded',
    ),
  ])
  return { ready: database === 'ok' && migrations === 'ok', database, migrations, redis: redisState, worker }
}

async function migrationState(): Promise<PartState> {
  return (await pendingMigrations(pool)).length === 0 ? 'ok' : 'down'
}
