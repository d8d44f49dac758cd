import { createPool, type Pool } from 'mariadb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { poolConfig } from '../../../server/infra/db'

let [ours, other]: Pool[] = []
beforeAll(() => {
  ours = createPool(poolConfig(process.env.DATABASE_URL ?? '', 1, 1))
  other = createPool(poolConfig(process.env.DATABASE_URL ?? '', 1))
})
afterAll(() => Promise.all([ours?.end(), other?.end()]))

/** A statement that would take hours: each row of a big table with each of three others. */
const endless = `SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c
  WHERE CONCAT(a.column_name, b.column_name, c.column_name) LIKE '%gc-endless%'`

const running = async (): Promise<number> => {
  const rows = (await other!.query(
    "SELECT id FROM information_schema.processlist WHERE info LIKE '%gc-endless%' AND info NOT LIKE '%processlist%'",
  )) as object[]
  return rows.length
}

describe('a statement that does not end', () => {
  it('is ended by the database, which then does nothing more for it', async () => {
    const started = performance.now()
    const outcome = ours!.query(endless).then(
      () => 'answered',
      (error: unknown) => (error as { errno?: number }).errno,
    )
    await expect.poll(running, { timeout: 900 }).toBe(1)
    expect([1969, 3024]).toContain(await outcome)
    // The error is on its way a moment before the server takes the statement off its list.
    await expect.poll(running, { timeout: 1_000, interval: 20 }).toBe(0)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('leaves its connection to the next one', async () => {
    expect(await ours!.query("SELECT 'one' AS word")).toMatchObject([{ word: 'one' }])
  })

  it('is bounded on every connection of the product', async () => {
    const names = "('max_statement_time', 'max_execution_time')"
    const rows = (await other!.query(`SHOW SESSION VARIABLES WHERE Variable_name IN ${names}`)) as { Value: string }[]
    expect(rows.map(({ Value: value }) => Number(value))).toSatisfy((values: number[]) =>
      values.some((value) => value === 20 || value === 20_000),
    )
  })
})
