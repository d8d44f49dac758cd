import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Command } from '../process/command.ts'
import { Failure } from '../process/failure.ts'
import { run } from '../process/part.ts'
import type { Services } from '../services.ts'
import { credentialsIn, type Credentials } from './credentials.ts'
import { freePort } from './free-port.ts'

/** Whether a docker daemon answers and has the compose plugin. */
export function hasDocker(): boolean {
  return ['info', 'compose'].every((word) => {
    const args = word === 'compose' ? ['compose', 'version'] : ['info']
    return spawnSync('docker', args, { stdio: 'ignore', timeout: 10_000 }).status === 0
  })
}

/** The MySQL and Redis of docker-compose.yml, published on free ports of 127.0.0.1; stopped with the command, data kept. */
export async function startInDocker(command: Command, dataDir: string): Promise<Services> {
  console.log('      No database server or Redis is installed; using docker compose for both.')
  const passwords = credentialsIn(dataDir)
  const [mysqlPort, redisPort] = await Promise.all([freePort(), freePort()])
  const project = `guest-center-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}`
  const compose = ['compose', '-p', project, '-f', 'docker-compose.yml', '-f', 'docker/services-only.yml']
  const output = { file: join(dataDir, 'docker.log') }
  const env = { ...process.env, ...composeSettings(passwords), MYSQL_PORT: String(mysqlPort), REDIS_PORT: String(redisPort) }
  command.atEnd(async () => {
    spawnSync('docker', [...compose, 'stop', '-t', '30', 'mysql', 'redis'], { stdio: 'ignore', env })
  })
  const code = await run(command, 'docker compose', 'docker', [...compose, 'up', '-d', '--wait', 'mysql', 'redis'], { output, env })
  if (code !== 0) throw new Failure(`docker compose could not start MySQL and Redis; the reason is at the end of ${output.file}.`)
  const url = (user: string, password: string, path: string) =>
    `mysql://${user}:${password}@127.0.0.1:${mysqlPort}/${path}?allowPublicKeyRetrieval=true`
  return {
    databaseUrl: url('gc_app', passwords.databaseApp, 'guest_center'),
    databaseOwnerUrl: url('gc_owner', passwords.databaseOwner, 'guest_center'),
    databaseAdminUrl: url('root', passwords.databaseRoot, ''),
    redisUrl: `redis://:${passwords.redis}@127.0.0.1:${redisPort}/0`,
    parts: [],
  }
}

/** The settings that docker-compose.yml asks for; those of the parts not started here are only there to satisfy it. */
function composeSettings(passwords: Credentials): Record<string, string> {
  return {
    MYSQL_ROOT_PASSWORD: passwords.databaseRoot,
    MYSQL_OWNER_PASSWORD: passwords.databaseOwner,
    MYSQL_APP_PASSWORD: passwords.databaseApp,
    REDIS_PASSWORD: passwords.redis,
    MASTER_KEY: 'unused',
    PUBLIC_URL: 'https://localhost',
    SITE_ADDRESS: 'localhost',
    S3_ACCESS_KEY: 'unused',
    S3_SECRET_KEY: 'unused',
  }
}
