import type { Connection } from 'mariadb'

const kinds = ['Questions', 'Com_select', 'Com_insert', 'Com_update', 'Com_commit', 'Com_rollback', 'Com_begin', 'Com_set_option'] as const

async function counters(db: Connection): Promise<Map<string, number>> {
  const rows = await db.query<{ Variable_name: string; Value: string }[]>('SHOW GLOBAL STATUS')
  return new Map(rows.map((row) => [row.Variable_name, Number(row.Value)]))
}

/** What one request costs the database: statements it answered, and of which kinds. */
export interface Statements {
  perRequest: number
  kinds: string
}

/**
 * Counts the statements that the server answered while a piece of work ran, by its own status counters.
 * Nothing else may use the server meanwhile: the bench's is private.
 */
export async function countStatements(db: Connection, requests: number, work: () => Promise<unknown>): Promise<Statements> {
  const before = await counters(db)
  await work()
  const after = await counters(db)
  const grown = (name: string): number => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / requests
  // The second look at the counters is itself a question.
  const perRequest = grown('Questions') - 1 / requests
  const shown = kinds.slice(1).filter((kind) => grown(kind) > 0.05)
  return { perRequest, kinds: shown.map((kind) => `${grown(kind).toFixed(1)} ${kind.slice(4)}`).join(', ') }
}
