import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundlePrograms, generateCode } from '../build/build.ts'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { releaseLock, takeLock } from '../process/lock.ts'
import { openServices, type Services } from '../services.ts'
import type { Bundle } from '../worker-bundle.ts'
import { ownerEnvironment, runProgram } from './app.ts'
import { runningServices } from './running.ts'
import { prepareDataDir, readSettings } from './settings.ts'

const folder = '.data/programs'

/**
 * Runs one bundled program: on the database that the environment names, else on the demo's private one,
 * which is started for it when it is not running already.
 */
export async function runOneOff(command: Command, name: Bundle, args: string[]): Promise<void> {
  const settings = readSettings(process.env)
  prepareDataDir(settings.dataDir)
  if (!existsSync('server/generated')) await generateCode(command, { file: join(settings.dataDir, 'build.log') })
  await bundlePrograms(folder, [name])
  const services = await servicesFor(command, settings.dataDir)
  await runProgram(command, name, args, ownerEnvironment(settings, services), folder)
}

async function servicesFor(command: Command, dataDir: string): Promise<Services> {
  const lock = join(dataDir, 'start.lock')
  const given = process.env.DATABASE_URL && process.env.REDIS_URL
  if (!given && takeLock(lock, `"npm run" at work on ${dataDir}`)) {
    const running = runningServices(dataDir)
    if (running) return running
    throw new Failure('Guest Center is just starting or stopping; run this again when it is up or gone.')
  }
  command.atEnd(() => releaseLock(lock))
  return openServices(command, { dataDir, database: 'guest_center' })
}
