import { defineNitroPlugin } from 'nitropack/runtime'
import { closeDatabase } from '../infra/db'
import { closeGatePool } from '../infra/gate-pool'
import { closeLive } from '../infra/live'
import { log } from '../infra/log'
import { redis } from '../infra/redis'

/** What happens when the web process ends: requests that run are finished first (Nitro waits), then connections close. */
export default defineNitroPlugin((nitro) => {
  log.info('web is ready')
  nitro.hooks.hook('close', async () => {
    closeLive()
    redis.disconnect()
    await closeGatePool()
    await closeDatabase()
    log.info('web has stopped')
  })
})
