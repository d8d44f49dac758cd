import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the build under test is: `npm test` says so, by hand it is the one of `npm start`. */
export const buildFolder = resolve(process.env.GC_OUTPUT_DIR || '.output')

/** A process of the build under test. */
export interface BuiltProcess {
  name: string
  pid: number
  /** Everything that it printed. */
  output: () => string
  /** Its exit code; null when a signal ended it. */
  exited: Promise<number | null>
  isRunning: () => boolean
  /** Asks it to end by SIGTERM and waits; after 15 s it is killed. */
  stop: () => Promise<void>
  /** Ends it as a power cut would. */
  kill: () => Promise<void>
}

const alive = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/**
 * Starts a program of the build, with its output in a file.
 * @param file path below the build's folder
 */
export function startProcess(name: string, file: string, env: NodeJS.ProcessEnv, logFolder: string, args: string[] = []): BuiltProcess {
  const program = join(buildFolder, file)
  if (!existsSync(program))
    throw new Error(`There is no build to test at ${buildFolder}: run \`npm run build\`, or name one in GC_OUTPUT_DIR`)
  const logFile = join(logFolder, `${name}.log`)
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], { env, stdio: ['ignore', log, log] })
  closeSync(log)
  alive.add(child)
  let running = true
  const exited = new Promise<number | null>((done) => {
    child.once('error', () => done(127))
    child.once('exit', done)
  }).finally(() => {
    running = false
    alive.delete(child)
  })
  const end = async (signal: NodeJS.Signals) => {
    if (running) child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
    await exited
    clearTimeout(timer)
  }
  return {
    name,
    pid: child.pid ?? 0,
    output: () => readFileSync(logFile, 'utf8'),
    exited,
    isRunning: () => running,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Runs a program of the build to its end. @throws Error with what it printed when it fails */
export async function runProgram(name: string, file: string, env: NodeJS.ProcessEnv, logFolder: string): Promise<void> {
  const program = startProcess(name, file, env, logFolder)
  const code = await program.exited
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${program.output()}`)
}
