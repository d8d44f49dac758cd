import { buildIfStale } from './build/build.ts'
import { runCommand, type Command } from './process/command.ts'
import { progress } from './process/progress.ts'
import { openServices } from './services.ts'
import { appEnvironment, firstCrash, ownerEnvironment, runProgram, startApp, untilReady } from './start/app.ts'
import { claimInstance } from './start/claim.ts'
import { demoSignIns } from './start/demo-sign-ins.ts'
import { announceServices } from './start/running.ts'
import { prepareDataDir, readSettings } from './start/settings.ts'

/** `npm start`: the demo, or with NODE_ENV=production the instance that the environment describes. */
async function start(command: Command): Promise<never> {
  const settings = readSettings(process.env)
  prepareDataDir(settings.dataDir)
  await claimInstance(command, settings)
  const step = progress(settings.demo ? 5 : 4)
  const opening = step('Database and Redis', () => openServices(command, { dataDir: settings.dataDir, database: 'guest_center' }))
  const [services] = await Promise.all([opening, step('Build', () => buildIfStale(command))])
  announceServices(command, settings.dataDir, services)
  const owner = ownerEnvironment(settings, services)
  await step('Migrations', () => runProgram(command, 'migrate', [], owner))
  if (settings.demo) await step('Demo data', () => runProgram(command, 'seed', [], owner))
  const parts = [...services.parts]
  await step('Web and worker', async () => {
    const app = startApp(command, settings, appEnvironment(settings, services))
    parts.push(...app)
    await untilReady(settings, app)
  })
  console.log(`\nGuest Center is ready: ${settings.publicUrl}`)
  console.log(demoSignIns(settings))
  return firstCrash(settings, parts)
}

await runCommand(start, 0)
