import { join } from 'node:path'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { releaseLock, takeLock } from '../process/lock.ts'
import { isPortFree } from '../services/free-port.ts'
import type { Settings } from './settings.ts'

/** One instance per data folder and port: whoever comes second must find out before it touches anything. */
export async function claimInstance(command: Command, settings: Settings): Promise<void> {
  const { dataDir, publicUrl, host, port } = settings
  const lock = join(dataDir, 'start.lock')
  const holder = takeLock(lock, publicUrl)
  if (holder)
    throw new Failure(
      `Guest Center is already running: ${holder.note} (process ${holder.pid}). Stop it with Ctrl-C there, or set PORT and DATA_DIR for a second one.`,
    )
  command.atEnd(() => releaseLock(lock))
  if (await isPortFree(port, host)) return
  throw new Failure(`Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`)
}
