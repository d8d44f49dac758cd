import { vi } from 'vitest'
import { pool } from '../../server/infra/db'

type Ask = (...args: unknown[]) => unknown

/** What a thing asks of the database, in the order of asking: each is a round trip. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const connection = await pool.getConnection()
  const asked: string[] = []
  const spies: { mockRestore: () => void }[] = []
  // The pool asks by connections of another kind: both are listened to.
  for (const side of [pool, Object.getPrototypeOf(connection)] as Record<'query' | 'execute', Ask>[])
    for (const name of ['query', 'execute'] as const) {
      const original = side[name]
      const spy = vi.spyOn(side, name)
      spies.push(spy)
      spy.mockImplementation(function (this: unknown, ...args: unknown[]) {
        const [given] = args as [string | { sql: string }]
        asked.push((typeof given === 'string' ? given : given.sql).replace(/\s+/g, ' ').trim())
        return original.apply(this, args)
      })
    }
  await connection.release()
  try {
    await work()
  } finally {
    for (const spy of spies.toReversed()) spy.mockRestore()
  }
  return asked
}
