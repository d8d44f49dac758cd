import { setResponseHeader } from 'h3'
import { defineNitroPlugin } from 'nitropack/runtime'
import { writeRequests } from '../domains/developer-console/request-log/note-request'
import { closeDatabase } from '../infra/db'
import { shutDownOn, shutdownSignal } from '../infra/env'
import { closeUrgentPool } from '../infra/urgent-pool'
import { closeLive } from '../infra/live'
import { log } from '../infra/log'
import { redis } from '../infra/redis'

/**
 * How long a process that is to end still answers, in milliseconds. Closing at once would cut requests that have arrived but not been
 * read yet: their connections look idle. Every answer in this time tells its client to come back on another connection.
 */
const farewell = 1_000

/** What happens when the web process ends: clients are let go, requests that run are finished, then connections close. */
export default defineNitroPlugin((nitro) => {
  let leaving = false
  shutDownOn(shutdownSignal)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      leaving = true
      setTimeout(() => process.kill(process.pid, shutdownSignal), farewell)
    })
  }
  nitro.hooks.hook('request', (event) => {
    if (leaving) setResponseHeader(event, 'connection', 'close')
  })
  log.info('web is ready')
  nitro.hooks.hook('close', async () => {
    closeLive()
    redis.disconnect()
    await writeRequests()
    await closeUrgentPool()
    await closeDatabase()
    log.info('web has stopped')
  })
})
