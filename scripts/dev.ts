import { context } from 'esbuild'
import { bundlePrograms, generateCode } from './build/build.ts'
import { quietTools } from './build/tool.ts'
import { runCommand, type Command } from './process/command.ts'
import { Failure } from './process/failure.ts'
import { workerOptions } from './process/node-options.ts'
import { launch, stopPart, type Part } from './process/part.ts'
import { showPrefixed } from './process/prefixed.ts'
import { progress } from './process/progress.ts'
import { openServices } from './services.ts'
import { appEnvironment, firstCrash, ownerEnvironment, runProgram } from './start/app.ts'
import { claimInstance } from './start/claim.ts'
import { demoSignIns } from './start/demo-sign-ins.ts'
import { announceServices } from './start/running.ts'
import { prepareDataDir, readSettings, type Settings } from './start/settings.ts'
import { workerBundle } from './worker-bundle.ts'

// Beside the built programs of `npm start`, so that neither command changes what the other runs.
const bundles = '.data/dev-worker'

/** `npm run dev`: the demo with web and worker reloading on change. */
async function dev(command: Command): Promise<never> {
  const settings = readSettings({ ...process.env, NODE_ENV: 'development' })
  prepareDataDir(settings.dataDir)
  await claimInstance(command, settings)
  const step = progress(4)
  const opening = step('Database and Redis', () => openServices(command, { dataDir: settings.dataDir, database: 'guest_center' }))
  const [services] = await Promise.all([opening, step('Generated code', () => generateCode(command, { file: '.data/build.log' }))])
  announceServices(command, settings.dataDir, services)
  const owner = ownerEnvironment(settings, services)
  await step('Migrations', async () => {
    await bundlePrograms(bundles)
    await runProgram(command, 'migrate', [], owner, bundles)
  })
  await step('Demo data', () => runProgram(command, 'seed', [], owner, bundles))
  const env = { ...appEnvironment(settings, services), NODE_ENV: 'development', ...quietTools }
  await watchWorker(command, env)
  const web = startNuxt(command, settings, env)
  console.log(demoSignIns(settings))
  return firstCrash(settings, [...services.parts, web])
}

function startNuxt(command: Command, settings: Settings, env: NodeJS.ProcessEnv): Part {
  const args = ['dev', '--port', String(settings.port), '--host', settings.host]
  const web = launch(command, 'web', 'node_modules/.bin/nuxt', args, { output: 'pipe', env })
  showPrefixed(web)
  return web
}

/** Bundles the worker again at every change and restarts it; a bundle that fails leaves the last good one running. */
async function watchWorker(command: Command, env: NodeJS.ProcessEnv): Promise<void> {
  let worker: Part | undefined
  const restart = async () => {
    if (worker) await stopPart(worker, 10_000)
    if (command.signal.aborted) return
    worker = launch(command, 'worker', process.execPath, [...workerOptions, `${bundles}/index.mjs`], { output: 'pipe', env })
    showPrefixed(worker)
    const started = worker
    void started.exited.then(() => started.stopping || console.log('worker  │ ended by itself; it starts again at the next change'))
  }
  let turn = Promise.resolve()
  const watcher = await context({
    ...workerBundle(bundles, ['index']),
    logLevel: 'warning',
    plugins: [
      {
        name: 'restart-worker',
        setup: (build) =>
          build.onEnd((result) => {
            if (result.errors.length === 0) turn = turn.then(restart)
          }),
      },
    ],
  })
  command.atEnd(() => watcher.dispose())
  if (command.signal.aborted) throw new Failure('')
  await watcher.watch()
}

await runCommand(dev, 0)
