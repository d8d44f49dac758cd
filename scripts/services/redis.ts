import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pollUntil } from '../process/alive.ts'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { launch, type Part } from '../process/part.ts'
import type { Program } from './binaries.ts'
import { writePrivateFile } from './credentials.ts'
import { freePort } from './free-port.ts'
import { pidFiles } from './leftover.ts'

/** A private Redis under `dir`: append-only, never evicting, because jobs must not be lost. */
export async function startRedis(command: Command, program: Program, dir: string, password: string): Promise<{ url: string; part: Part }> {
  mkdirSync(dir, { recursive: true })
  const pidFile = pidFiles.redis(join(dir, '..'))
  const port = await freePort()
  const config = join(dir, 'redis.conf')
  writePrivateFile(config, settings(dir, port, pidFile, password))
  const log = join(dir, 'redis.log')
  const part = launch(command, 'redis', program.path, [config], { output: { file: log }, argv0: program.argv0, grace: 30_000 })
  const ready = await pollUntil(
    () => answers(port, password),
    30_000,
    20,
    () => !part.running,
  )
  if (!ready) throw new Failure(`Redis did not start; the reason is at the end of ${log}.`)
  return { url: `redis://:${password}@127.0.0.1:${port}/0`, part }
}

// In a file and not on the command line, which every user of the machine can read.
function settings(dir: string, port: number, pidFile: string, password: string): string {
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir "${dir}"`,
    `pidfile "${pidFile}"`,
    `requirepass ${password}`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    '',
  ].join('\n')
}

/** One PING over a fresh connection; false while Redis is starting or loading its log. */
function answers(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\n`))
    const finish = (ready: boolean) => {
      socket.destroy()
      resolve(ready)
    }
    let reply = ''
    socket.setTimeout(1_000, () => finish(false))
    socket.once('error', () => finish(false))
    socket.once('close', () => resolve(false))
    socket.on('data', (chunk) => {
      reply += chunk.toString()
      if (reply.includes('+PONG')) finish(true)
      else if (reply.includes('-')) finish(false)
    })
  })
}
