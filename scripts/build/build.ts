import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build as bundle } from 'esbuild'
import { pollUntil } from '../process/alive.ts'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { releaseLock, takeLock } from '../process/lock.ts'
import { logTail } from '../process/log-tail.ts'
import type { Output } from '../process/part.ts'
import { workerBundle, type Bundle } from '../worker-bundle.ts'
import { sourceHash } from './source-hash.ts'
import { runTool } from './tool.ts'

const log = '.data/build.log'
const stampIn = (folder: string) => join(folder, 'source-hash')

/** Where a build goes: `.output`, unless told otherwise. */
export interface BuildOptions {
  folder?: string
  /** Build even if what is there is up to date. */
  force?: boolean
  /** Show what the tools print instead of writing it to a log. */
  verbose?: boolean
}

/** Builds web server, worker and command-line programs, unless what is there is of these very sources. */
export async function buildIfStale(command: Command, options: BuildOptions = {}): Promise<'built' | 'up to date'> {
  const { folder = '.output', force = false, verbose = false } = options
  mkdirSync('.data', { recursive: true })
  if (!force && isUpToDate(folder)) return 'up to date'
  return withBuildLock(command, async () => {
    const hash = sourceHash()
    if (!force && isUpToDate(folder, hash)) return 'up to date'
    await buildAll(command, folder, verbose ? 'terminal' : { file: log })
    writeFileSync(stampIn(folder), hash)
    return 'built'
  })
}

/** Whether the build in this folder was made from the sources as they are. */
export function isUpToDate(folder: string, hash = sourceHash()): boolean {
  const [stamp, ...parts] = [stampIn(folder), join(folder, 'server/index.mjs'), join(folder, 'worker/index.mjs')]
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && parts.every((part) => existsSync(part))
}

async function buildAll(command: Command, folder: string, output: Output): Promise<void> {
  rmSync(stampIn(folder), { force: true })
  rmSync(log, { force: true })
  await generateCode(command, output)
  const aside = resolve(folder) === resolve('.output') ? {} : { GC_OUTPUT_DIR: resolve(folder), GC_BUILD_DIR: resolve(folder, '../nuxt') }
  await tool(command, 'nuxt', ['build'], output, aside)
  await bundlePrograms(join(folder, 'worker'))
}

/** Makes the code that is not committed: the Prisma client (without an engine binary) and the types of the pages' GraphQL documents. */
export async function generateCode(command: Command, output: Output): Promise<void> {
  await tool(command, 'prisma', ['generate'], output)
  await tool(command, 'graphql-codegen', ['--config', 'codegen.ts'], output)
}

async function tool(command: Command, name: string, args: string[], output: Output, settings: NodeJS.ProcessEnv = {}): Promise<void> {
  const code = await runTool(command, name, args, { output, env: { ...process.env, NODE_ENV: 'production', ...settings } })
  if (code === 0) return
  if (typeof output === 'object') console.error(logTail(output.file, 40))
  throw new Failure(
    `The build failed in "${name} ${args.join(' ')}"${typeof output === 'object' ? `; the whole log is ${output.file}` : ''}.`,
  )
}

/** Bundles the worker and the command-line programs alone: a fraction of a second, without Nuxt. */
export async function bundlePrograms(outdir: string, bundles?: Bundle[]): Promise<void> {
  try {
    await bundle(workerBundle(outdir, bundles))
  } catch (error) {
    throw new Failure(`The worker could not be bundled: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Two commands at once (`npm start` beside `npm test`) take turns; the second then usually finds the work done. */
async function withBuildLock<T>(command: Command, work: () => Promise<T>): Promise<T> {
  const lock = '.data/build.lock'
  if (
    !(await pollUntil(
      () => takeLock(lock, 'build') === undefined,
      20 * 60_000,
      200,
      () => command.signal.aborted,
    ))
  ) {
    throw new Failure('Another command has been building for 20 minutes; stop it and try again.')
  }
  command.atEnd(() => releaseLock(lock))
  try {
    return await work()
  } finally {
    releaseLock(lock)
  }
}
