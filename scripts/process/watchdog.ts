import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

let input: Writable | undefined

/** Starts the watchdog at the first use: a shell that stops our children should this process be killed. */
function watchdog(): Writable {
  if (input) return input
  const script = fileURLToPath(new URL('./watchdog.sh', import.meta.url))
  const shell = spawn('/bin/sh', [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  shell.unref()
  const pipe = shell.stdin as Writable & { unref?: () => void }
  pipe.on('error', () => undefined)
  pipe.unref?.()
  input = pipe
  return pipe
}

/** From now on this process is stopped even when we are killed before we could do it. */
export function watch(pid: number): void {
  watchdog().write(`watch ${pid}\n`)
}

/** The process has ended; its id may soon belong to another. */
export function forget(pid: number): void {
  watchdog().write(`forget ${pid}\n`)
}
