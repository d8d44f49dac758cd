import { startListening } from '../domains/turnstiles/drivers/listen'
import { startWebhooks } from '../domains/webhooks/deliver/start'
import { schema } from '../graphql/schema'
import { closeDatabase } from '../infra/db'
import { log } from '../infra/log'
import { closeQueues } from '../infra/queues'
import { redis } from '../infra/redis'
import { openRootKeyOrExit } from '../infra/root-key'
import { closeUrgentPool } from '../infra/urgent-pool'
import { startHeartbeat } from '../infra/worker-heartbeat'
import { startWorkers } from './dispatch'
import { startRelay } from './relay'
import { startSchedule } from './schedule'
import { startSealer } from './sealer'

await openRootKeyOrExit()
const stopRelay = startRelay()
const stopWorkers = startWorkers()
const stopSchedule = startSchedule()
const stopSealer = startSealer()
const stopListening = startListening()
const stopWebhooks = startWebhooks(schema)
const stopHeartbeat = startHeartbeat()
log.info('worker is ready')

let stopping = false

/** Takes no new work, finishes what runs, then leaves. */
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  stopHeartbeat()
  stopSchedule()
  await stopListening()
  await stopWebhooks()
  await stopRelay()
  await stopWorkers()
  await stopSealer()
  await closeQueues()
  redis.disconnect()
  await closeUrgentPool()
  await closeDatabase()
  log.info('worker has stopped')
  process.exit(0)
}

process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
