/** One table, in the words that both the Prisma schema and a live database can be put into. Each entry is one line of text. */
export interface TableShape {
  /** `type`, `NULL` or `NOT NULL`, default. */
  columns: Record<string, string>
  /** `UNIQUE` or not, and the columns in order; `PRIMARY` is the key. */
  indexes: Record<string, string>
  /** Columns, table and columns referred to, rules. */
  foreignKeys: Record<string, string>
}

/** Tables by name. */
export type DatabaseShape = Record<string, TableShape>

/** A column's line. */
export const columnLine = (type: string, nullable: boolean, standard: string | null): string =>
  `${type} ${nullable ? 'NULL' : 'NOT NULL'}${standard === null ? '' : ` DEFAULT ${standard}`}`

/** An index' line. */
export const indexLine = (unique: boolean, columns: string[]): string => `${unique ? 'UNIQUE ' : ''}(${columns.join(', ')})`

/** A foreign key's line. */
export const foreignKeyLine = (columns: string[], table: string, referred: string[], onDelete: string, onUpdate: string): string =>
  `(${columns.join(', ')}) -> ${table}(${referred.join(', ')}) ON DELETE ${onDelete} ON UPDATE ${onUpdate}`

const emptyTable: TableShape = { columns: {}, indexes: {}, foreignKeys: {} }

/** What differs, one line per difference; empty when the database is what the schema says. */
export function differences(schema: DatabaseShape, database: DatabaseShape): string[] {
  const lines: string[] = []
  for (const table of new Set([...Object.keys(schema), ...Object.keys(database)])) {
    for (const part of ['columns', 'indexes', 'foreignKeys'] as const) {
      const wanted = (schema[table] ?? emptyTable)[part]
      const found = (database[table] ?? emptyTable)[part]
      for (const name of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
        if (wanted[name] !== found[name])
          lines.push(`${table}.${name} (${part}): schema ${wanted[name] ?? 'has none'}, database ${found[name] ?? 'has none'}`)
      }
    }
  }
  return lines.sort()
}
