import type { Matrix } from './matrix'
import { principalNames } from './principals'

/** A row per schema coordinate: how it is reached | who gets an answer for what is theirs | what those get for a foreign id. */
export type Manifest = Record<string, string>

/** Whom a row names in one word. */
const groups: [word: string, members: readonly string[]][] = [['everybody', principalNames]]

function people(may: ReadonlySet<string>): string {
  const group = groups.find(([, members]) => members.length === may.size)
  return group?.[0] ?? (principalNames.filter((name) => may.has(name)).join(' ') || 'nobody')
}

/** There or not as the chain stands at that moment; leaks are looked for all the same. */
const ofTheMoment = new Set(['AuditChain.brokenAt', 'AuditChain.reason'])

/** The row of a coordinate as the matrix saw it. */
export function rowOf(coordinate: string, { rows }: Matrix): string {
  const row = rows.get(coordinate)
  if (row && ofTheMoment.has(coordinate)) return `${row.reached} | as for AuditChain.state, where there is one | –`
  return row ? `${row.reached} | ${people(row.may)} | ${[...row.foreign].toSorted().join(', ') || '–'}` : 'not reached'
}

/** The same as a line of the manifest. */
export const lineOf = (coordinate: string, matrix: Matrix): string =>
  `${JSON.stringify(coordinate)}: ${JSON.stringify(rowOf(coordinate, matrix))}`
