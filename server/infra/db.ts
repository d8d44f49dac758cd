import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import { createPool, type Pool, type PoolConfig } from 'mariadb'
import { PrismaClient } from '../generated/prisma/client'
import { env } from './env'

/** How long one statement may run, in seconds: whoever asked has gone by then, and the database has others to serve. */
const longestStatement = 20

/** The bound as each server spells it: MariaDB of every statement, MySQL of reads. The other's words are a comment to each. */
const bounded = (seconds: number): string =>
  `/*M! , max_statement_time = ${seconds} */ /*!80000 , max_execution_time = ${seconds * 1_000} */`

/**
 * Settings of a pool for a `mysql://` URL: UTC sessions, READ COMMITTED (a conditional UPDATE must see what was
 * committed while it waited), prepared statements cached, no statement without an end.
 */
export function poolConfig(url: string, connectionLimit: number, statementSeconds = longestStatement): PoolConfig {
  const { hostname, port, username, password, pathname } = new URL(url)
  return {
    host: hostname,
    port: port ? Number(port) : 3306,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    connectionLimit,
    acquireTimeout: 10_000,
    connectTimeout: 5_000,
    timezone: 'Z',
    charset: 'utf8mb4',
    insertIdAsNumber: true,
    allowPublicKeyRetrieval: true,
    prepareCacheLength: 512,
    initSql: [
      `SET time_zone = '+00:00', innodb_lock_wait_timeout = 10 ${bounded(statementSeconds)}`,
      'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    ],
  }
}

/** The driver pool of this process: Prisma and the measured `*.sql.ts` modules share it. */
export const pool: Pool = createPool(poolConfig(env.DATABASE_URL, env.DATABASE_POOL))

/** Unscoped Prisma client: for boot, sign-in and the relay. Domains use `ctx.db`, which stays inside one organization. */
export const prisma = new PrismaClient({ adapter: new PrismaMariaDb(pool) })

/** Closes every connection of the process. */
export async function closeDatabase(): Promise<void> {
  await prisma.$disconnect()
  await pool.end()
}
