import { connect, type Socket } from 'node:net'
import { createPool, type Connection, type Pool, type PoolConnection } from 'mariadb'
import { env } from './env'
import { poolConfig } from './db'

const config = poolConfig(env.DATABASE_URL, Math.max(4, Math.ceil(env.DATABASE_POOL / 2)))
const init = Array.isArray(config.initSql) ? config.initSql : []

/**
 * A socket that sends everything written in one turn of the event loop at once: statements go out behind each other, and
 * each write of its own would cost as much as a statement does.
 */
function gatheringSocket(): Socket {
  const socket = connect(config.port ?? 3306, config.host)
  const write = socket.write.bind(socket)
  const gathered = (...args: Parameters<typeof write>): boolean => {
    if (socket.writableCorked === 0) {
      socket.cork()
      process.nextTick(() => socket.uncork())
    }
    return write(...args)
  }
  return Object.assign(socket, { write: gathered })
}

/**
 * Connections of what nobody may wait for: the gates, and the numbering of what happened. No other load queues before a door.
 * They run with autocommit off, so that statements sent in one go behind each other are one transaction from the first
 * to the COMMIT, and a statement that ends the transaction (a deadlock) cannot leave its followers committed one by one.
 */
const urgentPool: Pool = createPool({
  ...config,
  initSql: [...init, 'SET autocommit = 0'],
  minimumIdle: 2,
  // These statements are ours and name no column twice: the driver would look for it at every answer.
  checkDuplicate: false,
  stream: (opened) => opened?.(undefined, gatheringSocket()),
})

/**
 * Runs urgent work on one connection. What it did not commit is rolled back.
 * @returns what the work returns
 */
export async function urgently<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection: PoolConnection = await urgentPool.getConnection()
  try {
    return await work(connection)
  } finally {
    // Sends nothing after a COMMIT: the driver knows from the server whether a transaction is open.
    await connection.rollback().catch(() => undefined)
    await connection.release()
  }
}

/** Closes these connections. */
export const closeUrgentPool = (): Promise<void> => urgentPool.end()
