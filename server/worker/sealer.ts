import { sealAuditRows } from '../domains/audit/use-cases/seal-audit-rows'
import { writeCheckpoints } from '../domains/audit/use-cases/write-checkpoints'
import { describeError, log } from '../infra/log'
import { outboxWake } from '../infra/outbox'
import { connectRedis } from '../infra/redis'

/** How often the sealer looks by itself, in milliseconds: the wake-up through Redis is only faster. */
const lookEvery = 500

/** How often it looks at everything, in milliseconds. */
const lookAtAllEvery = 3_600_000

/** How often it writes down where the chains stand, in milliseconds. */
const checkpointEvery = 60_000

/** Work that goes on by itself; asked for while it runs, it runs once more. */
function repeatable(run: () => Promise<unknown>, ifItFails: string) {
  let working: Promise<void> | undefined
  let again = false
  const work = async () => {
    try {
      do {
        again = false
        await run()
      } while (again)
    } catch (error) {
      log.error({ err: describeError(error) }, ifItFails)
    } finally {
      working = undefined
    }
  }
  const start = () => {
    again = true
    working ??= work()
  }
  return { start, ended: () => working }
}

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
