import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { pollUntil } from '../process/alive.ts'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { logTail } from '../process/log-tail.ts'
import { nodeOptions, workerOptions } from '../process/node-options.ts'
import { launch, run, stopPart, type Output, type Part } from '../process/part.ts'
import type { Services } from '../services.ts'
import type { Bundle } from '../worker-bundle.ts'
import { demoMasterKey, type Settings } from './settings.ts'

/** `migrate` ends with this when the database was made by a newer version, having said so itself. */
const newerDatabase = 3

/** The environment of web and worker: the application's own account, never the owner's. */
export function appEnvironment(settings: Settings, services: Services): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _, ...inherited } = process.env
  return {
    ...inherited,
    NODE_ENV: 'production',
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    PORT: String(settings.port),
    HOST: settings.host,
    NITRO_PORT: String(settings.port),
    NITRO_HOST: settings.host,
    PUBLIC_URL: settings.publicUrl,
    DATA_DIR: settings.dataDir,
    ...(settings.demo && {
      GC_DEMO: 'true',
      MASTER_KEY: process.env.MASTER_KEY || (process.env.KMS_URL ? '' : demoMasterKey(settings.dataDir)),
    }),
  }
}

/** The same for programs that make or change tables. */
export function ownerEnvironment(settings: Settings, services: Services): NodeJS.ProcessEnv {
  return { ...appEnvironment(settings, services), DATABASE_OWNER_URL: services.databaseOwnerUrl }
}

/** Runs a bundled command-line program to its end; what it prints is shown. */
export async function runProgram(
  command: Command,
  name: Bundle,
  args: string[],
  env: NodeJS.ProcessEnv,
  folder = '.output/worker',
): Promise<void> {
  const code = await run(command, name, process.execPath, [...nodeOptions, `${folder}/${name}.mjs`, ...args], {
    output: 'terminal',
    env,
  })
  if (command.signal.aborted) throw new Failure('')
  if (code === newerDatabase) throw new Failure('', newerDatabase)
  if (code !== 0) throw new Failure(`"${name}" failed (exit code ${code}); its own words stand above.`)
}

/** Starts web and worker; they end together when the command does, each with 20 s for its last requests and jobs. */
export function startApp(command: Command, settings: Settings, env: NodeJS.ProcessEnv): Part[] {
  const start = (name: string, options: string[], file: string) =>
    launch(command, name, process.execPath, [...options, file], { output: outputOf(settings, name), env, grace: 20_000 })
  const parts = [start('web', nodeOptions, '.output/server/index.mjs'), start('worker', workerOptions, '.output/worker/index.mjs')]
  command.atEnd(async () => {
    await Promise.all(parts.map((part) => stopPart(part, 20_000)))
  })
  return parts
}

/** The demo keeps the terminal for people; in production the log is what the terminal is for. */
function outputOf(settings: Settings, name: string): Output {
  if (!settings.demo) return 'terminal'
  const file = join(settings.dataDir, `${name}.log`)
  if (existsSync(file)) renameSync(file, `${file}.before`)
  return { file }
}

/** Resolves when the web server says that it can commit writes; fails when it does not within a minute, or a part ends. */
export async function untilReady(settings: Settings, parts: Part[]): Promise<void> {
  const host = settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host === '::' ? '[::1]' : settings.host
  const url = `http://${host}:${settings.port}/api/internal/ready`
  const ready = await pollUntil(
    () => answersOk(url),
    60_000,
    50,
    () => parts.some((part) => !part.running),
  )
  if (!ready && parts.every((part) => part.running))
    throw new Failure(`The web server did not become ready within a minute: ${url} still refuses.${logHint(settings, 'web')}`)
  if (!ready) await firstCrash(settings, parts)
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return response.status === 200
  } catch {
    return false
  }
}

/** Fails as soon as any part ends that nobody asked to end. */
export async function firstCrash(settings: Settings, parts: Part[]): Promise<never> {
  const { part, exit } = await Promise.race(parts.map(async (each) => ({ part: each, exit: await each.exited })))
  if (part.stopping) return new Promise(() => undefined)
  const how = exit.signal ? `killed by ${exit.signal}` : `exit code ${exit.code}`
  throw new Failure(`The ${part.name} has stopped unexpectedly (${how}); everything else is being stopped.${logHint(settings, part.name)}`)
}

function logHint(settings: Settings, name: string): string {
  const file = join(settings.dataDir, `${name}.log`)
  if (!settings.demo || !existsSync(file)) return ''
  console.error(logTail(file, 15))
  return ` The whole log is ${file}.`
}
