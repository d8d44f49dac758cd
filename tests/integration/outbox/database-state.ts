import { readdirSync } from 'node:fs'
import { pool } from '../../../server/infra/db'
import { mailFolder } from '../../../server/infra/mail'

/** Every row of every table, and the mails that were sent. */
export type State = Record<string, unknown[]>

/** When something was looked at last, and is to be next: whoever looks again moves it. */
const times: Record<string, ReadonlySet<string>> = {
  outside_calendars: new Set(['read_at', 'succeeded_at', 'next_try_at']),
  access_controllers: new Set(['listed_at', 'synced_at', 'next_sync_at']),
}

function mails(): string[] {
  try {
    return readdirSync(mailFolder).sort()
  } catch {
    return []
  }
}

/** All that the product has to show for its work. */
export async function stateNow(): Promise<State> {
  const tables: { name: string }[] = await pool.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  )
  const state: State = { mails: mails() }
  for (const { name } of tables) {
    const rows: Record<string, unknown>[] = await pool.query(`SELECT * FROM \`${name}\` ORDER BY 1, 2`)
    const moments = times[name]
    state[name] = moments ? rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !moments.has(column)))) : rows
  }
  return state
}

/** How much came to each table, or left it. */
export const growth = (before: State, after: State): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, rows]) => [name, rows.length - (before[name]?.length ?? 0)]))
