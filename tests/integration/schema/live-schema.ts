import type { Connection } from 'mariadb'
import { columnLine, foreignKeyLine, indexLine, type DatabaseShape, type TableShape } from './table-shape'

interface Column {
  tableName: string
  name: string
  type: string
  nullable: 'YES' | 'NO'
  standard: string | null
}

interface IndexPart {
  tableName: string
  name: string
  nonUnique: number
  columnName: string
}

interface KeyPart {
  tableName: string
  name: string
  columnName: string
  referredTable: string
  referredColumn: string
  onDelete: string
  onUpdate: string
}

const columnsSql = `SELECT table_name AS tableName, column_name AS name, column_type AS type, is_nullable AS nullable, column_default AS standard
  FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> '_prisma_migrations'`

const indexesSql = `SELECT table_name AS tableName, index_name AS name, non_unique AS nonUnique, column_name AS columnName
  FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name <> '_prisma_migrations'
  ORDER BY table_name, index_name, seq_in_index`

const keysSql = `SELECT u.table_name AS tableName, u.constraint_name AS name, u.column_name AS columnName, u.referenced_table_name AS referredTable,
    u.referenced_column_name AS referredColumn, r.delete_rule AS onDelete, r.update_rule AS onUpdate
  FROM information_schema.key_column_usage u
  JOIN information_schema.referential_constraints r ON r.constraint_schema = u.table_schema AND r.constraint_name = u.constraint_name AND r.table_name = u.table_name
  WHERE u.table_schema = DATABASE() AND u.referenced_table_name IS NOT NULL
  ORDER BY u.table_name, u.constraint_name, u.ordinal_position`

/** MariaDB keeps the obsolete display width of integers, and JSON as LONGTEXT. */
const normalType = (type: string, isMariaDb: boolean): string => {
  const plain = /^tinyint\(1\)$/.test(type) ? type : type.replace(/\b((?:tiny|small|medium|big)?int)\(\d+\)/, '$1')
  return isMariaDb && plain === 'longtext' ? 'json' : plain
}

/** MariaDB quotes texts and writes NULL as a word. */
const normalDefault = (standard: string | null): string | null =>
  standard === null || standard === 'NULL' ? null : standard.replace(/^'|'$/g, '').replace(/^CURRENT_TIMESTAMP/, 'current_timestamp')

function grouped<Row extends { name: string }>(rows: Row[]): Row[][] {
  return Object.values(Object.groupBy(rows, (row) => row.name)).filter((parts) => parts !== undefined)
}

function shapeOf(columns: Column[], indexParts: IndexPart[], keyParts: KeyPart[], isMariaDb: boolean): TableShape {
  const foreignKeys = Object.fromEntries(
    grouped(keyParts).flatMap((parts) => {
      const [key] = parts
      if (!key) return []
      const referred = parts.map((part) => part.referredColumn)
      return [
        [
          key.name,
          foreignKeyLine(
            parts.map((part) => part.columnName),
            key.referredTable,
            referred,
            key.onDelete,
            key.onUpdate,
          ),
        ],
      ]
    }),
  )
  return {
    columns: Object.fromEntries(
      columns.map((column) => [
        column.name,
        columnLine(normalType(column.type, isMariaDb), column.nullable === 'YES', normalDefault(column.standard)),
      ]),
    ),
    // The server makes an index for a foreign key that has none, under the key's name; Prisma does not list it.
    indexes: Object.fromEntries(
      grouped(indexParts)
        .filter(([index]) => index && !(index.name in foreignKeys))
        .map((parts) => [
          parts[0]?.name ?? '',
          indexLine(
            Number(parts[0]?.nonUnique) === 0,
            parts.map((part) => part.columnName),
          ),
        ]),
    ),
    foreignKeys,
  }
}

/** What a database really has. */
export async function readLiveSchema(connection: Connection): Promise<DatabaseShape> {
  const isMariaDb = connection.serverVersion().includes('MariaDB')
  const columns = await connection.query<Column[]>(columnsSql)
  const indexes = await connection.query<IndexPart[]>(indexesSql)
  const keys = await connection.query<KeyPart[]>(keysSql)
  const inTable = <Row extends { tableName: string }>(rows: Row[], table: string): Row[] => rows.filter((row) => row.tableName === table)
  const tables = [...new Set(columns.map((column) => column.tableName))]
  return Object.fromEntries(
    tables.map((table) => [table, shapeOf(inTable(columns, table), inTable(indexes, table), inTable(keys, table), isMariaDb)]),
  )
}
