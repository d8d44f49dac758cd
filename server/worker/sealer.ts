import { repeatable } from '../core/repeatable'
import { sealAuditRows } from '../domains/audit/use-cases/seal-audit-rows'
import { writeCheckpoints } from '../domains/audit/use-cases/write-checkpoints'
import { outboxWake } from '../infra/outbox'
import { connectRedis } from '../infra/redis'

/** How often the sealer looks by itself, in milliseconds: the wake-up through Redis is only faster. */
const lookEvery = 500

/** How often it looks at everything, in milliseconds. */
const lookAtAllEvery = 3_600_000

/** How often it writes down where the chains stand, in milliseconds. */
const checkpointEvery = 60_000

/** Seals audit rows and writes checkpoints, until stopped. @returns stops it after the work that runs */
export function startSealer(): () => Promise<void> {
  let lookedAtAll = 0
  const sealing = repeatable(async () => {
    const everything = Date.now() - lookedAtAll > lookAtAllEvery
    await sealAuditRows(everything)
    if (everything) lookedAtAll = Date.now()
  }, 'audit rows are not sealed; the sealer will look again')
  const checkpoints = repeatable(() => writeCheckpoints(), 'audit checkpoints are not written; tried again in a minute')
  const wake = connectRedis('sealer', { enableOfflineQueue: true, maxRetriesPerRequest: null })
  wake.on('message', sealing.start)
  wake.subscribe(outboxWake).catch(() => undefined)
  const timers = [setInterval(sealing.start, lookEvery), setInterval(checkpoints.start, checkpointEvery)]
  sealing.start()
  checkpoints.start()
  return async () => {
    timers.forEach(clearInterval)
    wake.disconnect()
    await Promise.all([sealing.ended(), checkpoints.ended()])
  }
}
