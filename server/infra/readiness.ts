import { measureAudit } from './audit-lag.sql'
import { isAuditProtected } from './audit-rights'
import { pool } from './db'
import { pendingMigrations } from './migrations'
import { redis } from './redis'
import { workerIsAlive } from './worker-heartbeat'

/** What a part of the system says of itself. */
export type PartState = 'ok' | 'degraded' | 'down'

/** What the audit says of itself: rows wait too long for their seal, or the application's own account could change them. */
export type AuditState = 'ok' | 'late' | 'unprotected' | 'unknown'

/** Whether this process can serve. It can as long as writes can commit; what is merely slower without them is "degraded". */
export interface Readiness {
  ready: boolean
  database: PartState
  migrations: PartState
  redis: PartState
  worker: PartState
  audit: AuditState
}

/** How long a part may take to answer, in milliseconds. */
const patience = 2_000

const within = <T>(promise: Promise<T>, otherwise: T): Promise<T> =>
  Promise.race([promise, new Promise<T>((resolve) => setTimeout(resolve, patience, otherwise).unref())]).catch(() => otherwise)

/** How old an audit row may be without a seal, in seconds. */
const sealPatience = 5

/** What is known of the account's rights holds for a minute. */
const rightsHold = 60_000
let rights: { protected: boolean; at: number } | undefined

async function auditState(): Promise<AuditState> {
  if (!rights || Date.now() - rights.at > rightsHold) rights = { protected: await isAuditProtected(pool), at: Date.now() }
  if (!rights.protected) return 'unprotected'
  return (await measureAudit()).oldest > sealPatience ? 'late' : 'ok'
}

/** Asks every part. */
export async function readiness(): Promise<Readiness> {
  const database = await within(
    pool.query('SELECT 1').then(() => 'ok' as PartState),
    'down',
  )
  const [migrations, redisState, worker, audit] = await Promise.all([
    database === 'ok' ? within(migrationState(), 'down') : ('down' as PartState),
    within(
      redis.ping().then(() => 'ok' as PartState),
      'degraded',
    ),
    within(
      workerIsAlive().then((alive): PartState => (alive ? 'ok' : 'degraded')),
      'degraded',
    ),
    database === 'ok' ? within<AuditState>(auditState(), 'unknown') : ('unknown' as AuditState),
  ])
  return { ready: database === 'ok' && migrations === 'ok', database, migrations, redis: redisState, worker, audit }
}

async function migrationState(): Promise<PartState> {
  return (await pendingMigrations(pool)).length === 0 ? 'ok' : 'down'
}
