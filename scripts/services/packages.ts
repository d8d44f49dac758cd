import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { run } from '../process/part.ts'
import { findProgram } from './binaries.ts'

/** How this user may become root, as the words to put before a command; undefined when it may not. */
function asRoot(): string[] | undefined {
  if (process.getuid?.() === 0) return []
  const sudo = findProgram('sudo')
  return sudo && spawnSync(sudo, ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? [sudo, '-n'] : undefined
}

/**
 * Installs Debian packages, saying so first.
 * @param otherwise what the person can do instead, for the line printed when it cannot be done here
 */
export async function installPackages(command: Command, packages: string[], log: string, otherwise: string): Promise<void> {
  const names = packages.join(' ')
  const prefix = asRoot()
  if (!findProgram('apt-get'))
    throw new Failure(`Missing on this machine: ${names}, and there is no apt-get to install them with. ${otherwise}`)
  if (!prefix)
    throw new Failure(
      `Missing on this machine: ${names}, and this user may not install them. Run once: sudo apt-get install --no-install-recommends ${names}. ${otherwise}`,
    )
  console.log(`      Installing with apt-get (programs only, no system service): ${names}`)
  mkdirSync(dirname(log), { recursive: true })
  appendFileSync(log, '')
  const script = fileURLToPath(new URL('./install-packages.sh', import.meta.url))
  const [program = '', ...args] = [...prefix, '/bin/sh', script, ...packages]
  const code = await run(command, 'apt-get', program, args, { output: { file: log } })
  if (code !== 0) throw new Failure(`apt-get could not install ${names}: ${reason(log)} (the whole log is ${log}). ${otherwise}`)
}

/** The last complaint of apt-get, which is the one that ended it. */
function reason(log: string): string {
  const complaints = execFileSync('/bin/sh', ['-c', 'grep -a "^E: " "$1" | tail -n 1', 'sh', log], { encoding: 'utf8' })
  return complaints.trim().replace(/^E: /, '') || 'it gave no reason'
}
