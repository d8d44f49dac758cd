import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { isAlive, pollUntil } from './alive.ts'
import type { Command } from './command.ts'
import { Failure } from './failure.ts'
import { forget, watch } from './watchdog.ts'

/** How a part ended: an exit code, or the signal that killed it. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** A process that we started and answer for. */
export interface Part {
  name: string
  pid: number
  child: ChildProcess
  /** Settles when the process has ended, for whatever reason. */
  exited: Promise<Exit>
  /** True from the moment we asked it to end: an exit after that is no crash. */
  stopping: boolean
  running: boolean
}

/** Where the output of a part goes: a file (appended), our own terminal, or a pipe that the caller reads. */
export type Output = { file: string } | 'terminal' | 'pipe'

/** What `launch` needs besides the command line. */
export interface LaunchOptions {
  output: Output
  env?: NodeJS.ProcessEnv
  argv0?: string
  /** How long the part may take to end when asked, ms; 10 s unless told. */
  grace?: number
}

/**
 * Starts a process in a group of its own (Ctrl-C at the terminal reaches only us, and we decide the order
 * of stopping) under the watchdog (it ends even if we are killed). The command stops it at its end at the latest.
 */
export function launch(command: Command, name: string, program: string, args: string[], options: LaunchOptions): Part {
  if (command.signal.aborted) throw new Failure('')
  const file = typeof options.output === 'object' ? openSync(options.output.file, 'a') : undefined
  const child = spawn(program, args, {
    env: options.env ?? process.env,
    argv0: options.argv0,
    detached: true,
    stdio: stdio(options.output, file),
  })
  if (file !== undefined) closeSync(file)
  const pid = child.pid ?? 0
  const part: Part = { name, pid, child, stopping: false, running: pid > 0, exited: Promise.resolve({ code: null, signal: null }) }
  part.exited = new Promise((resolve) => {
    child.once('error', () => resolve({ code: 127, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  if (pid > 0) watch(pid)
  void part.exited.then(() => {
    part.running = false
    if (pid > 0) forget(pid)
  })
  command.atEnd(() => stopPart(part, options.grace ?? 10_000))
  return part
}

function stdio(output: Output, file: number | undefined): StdioOptions {
  if (file !== undefined) return ['ignore', file, file]
  return output === 'terminal' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe']
}

/** Asks the part and its own children to end; kills them after `grace` ms. Resolves when it is gone. */
export async function stopPart(part: Part, grace: number): Promise<void> {
  part.stopping = true
  if (!part.running) return
  signalGroup(part.pid, 'SIGTERM')
  if (await pollUntil(() => !part.running, grace)) return
  signalGroup(part.pid, 'SIGKILL')
  await pollUntil(() => !isAlive(part.pid), 5_000)
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch {
    // The group is gone already.
  }
}

/** Runs a program to its end and returns its exit code (1 when a signal killed it). */
export async function run(command: Command, name: string, program: string, args: string[], options: LaunchOptions): Promise<number> {
  const exit = await launch(command, name, program, args, options).exited
  return exit.code ?? 1
}
