import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { columnLine, foreignKeyLine, indexLine, type DatabaseShape, type TableShape } from './table-shape'

interface Field {
  name: string
  type: string
  optional: boolean
  list: boolean
  attributes: string
  column: string
}

interface Model {
  table: string
  fields: Field[]
  blockAttributes: string[]
}

const NAME_LIMIT = 64
const scalars: Record<string, string> = {
  Int: 'int',
  BigInt: 'bigint',
  Boolean: 'tinyint(1)',
  Json: 'json',
  DateTime: 'datetime(3)',
  String: 'varchar(191)',
  Bytes: 'longblob',
}
const nativeTypes: Record<string, string> = {
  UnsignedTinyInt: 'tinyint unsigned',
  UnsignedSmallInt: 'smallint unsigned',
  UnsignedInt: 'int unsigned',
}

const upper = (rule: string): string => rule.replace(/([a-z])([A-Z])/g, '$1 $2').toUpperCase()
const quotedArgument = (text: string, name: string): string | undefined => new RegExp(`${name}:?\\s*\\(?"([^"]+)"`).exec(text)?.[1]
const listArgument = (text: string, name: string): string[] =>
  (new RegExp(`${name}:\\s*\\[([^\\]]*)\\]`).exec(text)?.[1] ?? '').split(',').map((part) => part.trim())

/** Prisma's names for indexes and keys, cut where MySQL's limit is. */
const constraintName = (table: string, columns: string[], suffix: string): string =>
  `${[table, ...columns].join('_').slice(0, NAME_LIMIT - suffix.length - 1)}_${suffix}`

function parseField(line: string): Field {
  const match = /^(\w+)\s+(\w+)(\?|\[\])?\s*(.*)$/.exec(line)
  if (!match) throw new Error(`Not understood in the Prisma schema: ${line}`)
  const [, name = '', type = '', mark, attributes = ''] = match
  return { name, type, optional: mark === '?', list: mark === '[]', attributes, column: quotedArgument(attributes, '@map') ?? name }
}

function blocks(source: string, kind: 'model' | 'enum'): [name: string, lines: string[]][] {
  return [...source.matchAll(new RegExp(`^${kind} (\\w+) \\{\\n([^]*?)^\\}`, 'gm'))].map(([, name = '', body = '']) => {
    const lines = body.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim())
    return [name, lines.filter((line) => line !== '')]
  })
}

function parseModel(name: string, lines: string[]): Model {
  const blockAttributes = lines.filter((line) => line.startsWith('@@'))
  const table = blockAttributes.map((line) => quotedArgument(line, '@@map')).find((mapped) => mapped !== undefined)
  return { table: table ?? name, fields: lines.filter((line) => !line.startsWith('@@')).map(parseField), blockAttributes }
}

function columnType(field: Field, enums: Map<string, string[]>): string {
  const values = enums.get(field.type)
  if (values) return `enum(${values.map((value) => `'${value}'`).join(',')})`
  const native = /@db\.(\w+)(\([\d, ]+\))?/.exec(field.attributes)
  if (native) return nativeTypes[native[1] ?? ''] ?? `${native[1]?.toLowerCase()}${native[2] ?? ''}`
  const scalar = scalars[field.type]
  if (!scalar) throw new Error(`Not understood in the Prisma schema: type ${field.type}`)
  return scalar
}

function columnDefault(field: Field): string | null {
  const given = /@default\(("[^"]*"|[\w.-]+(?:\(\))?)\)/.exec(field.attributes)?.[1]
  if (given === undefined) return null
  const words: Record<string, string> = { 'now()': 'current_timestamp(3)', true: '1', false: '0' }
  return words[given] ?? given.replace(/^"|"$/g, '')
}

function indexesOf(model: Model): TableShape['indexes'] {
  const columnsOf = (names: string[]): string[] => names.map((name) => model.fields.find((field) => field.name === name)?.column ?? name)
  const indexes: TableShape['indexes'] = {}
  for (const field of model.fields) {
    if (/@id\b/.test(field.attributes)) indexes.PRIMARY = indexLine(true, [field.column])
    if (/@unique\b/.test(field.attributes)) indexes[constraintName(model.table, [field.column], 'key')] = indexLine(true, [field.column])
  }
  for (const line of model.blockAttributes) {
    const [, kind = '', list = ''] = /^@@(\w+)\(\[([\w, ]+)\]/.exec(line) ?? []
    const columns = columnsOf(list.split(',').map((part) => part.trim()))
    const suffix = { id: '', unique: 'key', index: 'idx' }[kind]
    if (suffix === undefined && kind !== '') throw new Error(`Not understood in the Prisma schema: ${line}`)
    if (suffix === '') indexes.PRIMARY = indexLine(true, columns)
    else if (suffix)
      indexes[quotedArgument(line, 'map') ?? constraintName(model.table, columns, suffix)] = indexLine(kind === 'unique', columns)
  }
  return indexes
}

function foreignKeysOf(model: Model, models: Map<string, Model>): TableShape['foreignKeys'] {
  const keys: TableShape['foreignKeys'] = {}
  for (const field of model.fields) {
    const target = models.get(field.type)
    if (!target || !field.attributes.includes('fields:')) continue
    const columnsIn = (owner: Model, argument: string): string[] =>
      listArgument(field.attributes, argument).map((name) => owner.fields.find((other) => other.name === name)?.column ?? name)
    const columns = columnsIn(model, 'fields')
    const rule = (name: string, standard: string): string => upper(new RegExp(`${name}:\\s*(\\w+)`).exec(field.attributes)?.[1] ?? standard)
    const onDelete = rule('onDelete', field.optional ? 'SetNull' : 'Restrict')
    const name = constraintName(model.table, columns, 'fkey')
    keys[name] = foreignKeyLine(columns, target.table, columnsIn(target, 'references'), onDelete, rule('onUpdate', 'Cascade'))
  }
  return keys
}

function readModels(folder: string): { models: Map<string, Model>; enums: Map<string, string[]> } {
  const files = readdirSync(folder).filter((name) => name.endsWith('.prisma'))
  const source = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  const models = new Map(blocks(source, 'model').map(([name, lines]) => [name, parseModel(name, lines)]))
  return { models, enums: new Map(blocks(source, 'enum')) }
}

/** A relation as the schema declares it. */
export interface Relation {
  name: string
  target: string
  list: boolean
}

/** Relations of every model. */
export function readRelations(folder: string): Map<string, Relation[]> {
  const { models } = readModels(folder)
  return new Map(
    [...models].map(([name, model]) => [
      name,
      model.fields.filter((field) => models.has(field.type)).map((field) => ({ name: field.name, target: field.type, list: field.list })),
    ]),
  )
}

/** What the Prisma schema says that the database has. Refuses what it does not understand instead of overlooking it. */
export function readPrismaSchema(folder: string): DatabaseShape {
  const { models, enums } = readModels(folder)
  const tables = [...models.values()].map((model): [string, TableShape] => {
    const stored = model.fields.filter((field) => !field.list && !models.has(field.type))
    const columns = Object.fromEntries(
      stored.map((field) => [field.column, columnLine(columnType(field, enums), field.optional, columnDefault(field))]),
    )
    return [model.table, { columns, indexes: indexesOf(model), foreignKeys: foreignKeysOf(model, models) }]
  })
  return Object.fromEntries(tables)
}
