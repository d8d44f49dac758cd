import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'

/** True while a process with this id runs; a zombie that nobody has collected counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true
  }
}

/** The command line of a running process, or an empty string; tells our process from one that got its id later. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return commandLineFromPs(pid)
  }
}

function commandLineFromPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}

/** Asks `ready` until it says yes, `gone` says the wait is pointless, or the time (ms) is over. */
export async function pollUntil(
  ready: () => boolean | Promise<boolean>,
  timeout: number,
  interval = 25,
  gone = () => false,
): Promise<boolean> {
  const end = Date.now() + timeout
  for (;;) {
    if (await ready()) return true
    if (gone() || Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, interval))
  }
}

/** Asks a process to end and waits up to `grace` ms before killing it. Resolves when it is gone. */
export async function endProcess(pid: number, grace: number): Promise<void> {
  signal(pid, 'SIGTERM')
  if (await pollUntil(() => !isAlive(pid), grace)) return
  signal(pid, 'SIGKILL')
  await pollUntil(() => !isAlive(pid), 5_000)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Gone between the look and the signal, which is what was wanted.
  }
}
