import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandLine, endProcess, isAlive } from '../process/alive.ts'

/** Stops the private servers that a killed command left behind in this data folder; their data is then ours again. */
export async function endLeftovers(dataDir: string): Promise<void> {
  await Promise.all([
    endLeftover(pidFiles.database(dataDir), join(dataDir, 'database/data')),
    endLeftover(pidFiles.redis(dataDir), join(dataDir, 'redis')),
  ])
}

/** Where each server of a data folder writes its process id. */
export const pidFiles = {
  database: (dataDir: string) => join(dataDir, 'database/database.pid'),
  redis: (dataDir: string) => join(dataDir, 'redis/redis.pid'),
}

/** A pid file whose process is another's (the id was given anew) is only removed. */
async function endLeftover(pidFile: string, workingFolder: string): Promise<void> {
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').trim())
  if (pid > 0 && isAlive(pid) && worksIn(pid, workingFolder)) await endProcess(pid, 20_000)
  rmSync(pidFile, { force: true })
}

/** Both servers change into their data folder, while Redis also rewrites its command line. */
function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return commandLine(pid).includes(folder)
  }
}
