import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from './process/command.ts'
import { Failure } from './process/failure.ts'
import { releaseLock, takeLock } from './process/lock.ts'
import type { Part } from './process/part.ts'
import { findDatabase, findRedis, type Program } from './services/binaries.ts'
import { credentialsIn } from './services/credentials.ts'
import { startDatabase } from './services/database.ts'
import { hasDocker, startInDocker } from './services/docker.ts'
import { endLeftovers } from './services/leftover.ts'
import { installPackages } from './services/packages.ts'
import { startRedis } from './services/redis.ts'

/** What the application needs to reach its database and Redis. Every URL is for this machine or given by the caller. */
export interface Services {
  /** The application's account: rows only. */
  databaseUrl: string
  /** The account that makes and changes tables. */
  databaseOwnerUrl: string
  /** May create databases and users; for tests. */
  databaseAdminUrl: string
  redisUrl: string
  /** Servers that we started; the command stops them at its end. */
  parts: Part[]
}

/** Where a command keeps its private servers, and what its database is called. */
export interface ServicesOptions {
  dataDir: string
  database: string
  /** Begin with empty servers, whatever an earlier run left in them. */
  fresh?: boolean
}

const elsewhere = 'Or set DATABASE_URL and REDIS_URL to servers that you have, or use docker compose up.'

/**
 * The database and Redis for one command: those that DATABASE_URL and REDIS_URL name, else private ones under
 * `dataDir` on free ports of 127.0.0.1. Installs missing programs where it may. Registers their stop with the command.
 */
export async function openServices(command: Command, options: ServicesOptions): Promise<Services> {
  const { DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL } = process.env
  mkdirSync(options.dataDir, { recursive: true })
  const programs = await findPrograms(command, options.dataDir, !DATABASE_URL, !REDIS_URL)
  if (programs === 'docker') return startInDocker(command, options.dataDir)
  await claimServers(command, options)
  const passwords = credentialsIn(options.dataDir)
  const [database, redis] = await Promise.all([
    programs.database &&
      startDatabase(command, programs.database, join(options.dataDir, 'database'), { passwords, database: options.database }),
    programs.redis && startRedis(command, programs.redis, join(options.dataDir, 'redis'), passwords.redis),
  ])
  return {
    databaseUrl: DATABASE_URL || (database?.urls.app ?? ''),
    databaseOwnerUrl: DATABASE_URL ? DATABASE_OWNER_URL || DATABASE_URL : (database?.urls.owner ?? ''),
    databaseAdminUrl: DATABASE_URL ? DATABASE_OWNER_URL || DATABASE_URL : (database?.urls.root ?? ''),
    redisUrl: REDIS_URL || (redis?.url ?? ''),
    parts: [database?.part, redis?.part].filter((part) => part !== undefined),
  }
}

/** Servers of a killed command are stopped before ours start; those of a running one are not ours to touch. */
async function claimServers(command: Command, { dataDir, fresh }: ServicesOptions): Promise<void> {
  const lock = join(dataDir, 'servers.lock')
  const holder = takeLock(lock, '')
  if (holder)
    throw new Failure(
      `Another command (process ${holder.pid}) is using the servers in ${dataDir}: wait for it, or set DATA_DIR to another folder.`,
    )
  command.atEnd(() => releaseLock(lock))
  await endLeftovers(dataDir)
  if (fresh) for (const folder of ['database', 'redis']) rmSync(join(dataDir, folder), { recursive: true, force: true })
}

interface Programs {
  database?: Program
  redis?: Program
}

async function findPrograms(command: Command, dataDir: string, needDatabase: boolean, needRedis: boolean): Promise<Programs | 'docker'> {
  const look = (): Programs => ({ ...(needDatabase && { database: findDatabase() }), ...(needRedis && { redis: findRedis() }) })
  const found = look()
  const missing = [
    ...(needDatabase && !found.database ? ['mariadb-server-core'] : []),
    ...(needRedis && !found.redis ? ['redis-tools'] : []),
  ]
  if (missing.length === 0) return found
  if (needDatabase && needRedis && !found.database && !found.redis && hasDocker()) return 'docker'
  await installPackages(command, missing, join(dataDir, 'apt-get.log'), elsewhere)
  const now = look()
  if ((needDatabase && !now.database) || (needRedis && !now.redis))
    throw new Failure(`apt-get installed ${missing.join(' ')}, but no server of theirs was found. ${elsewhere}`)
  return now
}
