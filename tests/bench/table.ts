import type { Comparison } from './measure/rounds.ts'

/** One line of the table. */
export interface Row {
  flow: string
  ours: string
  limit: string
  /** What is held against the target. */
  figure: string
  target: string
  pass: boolean | null
  notes: string
}

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1))

const wrongNote = (whose: string, count: number): string => (count > 0 ? `${count} WRONG ANSWERS of ${whose}` : '')

/** The lines of a comparison: requests per second first, then what the target says of it. */
export function comparisonRow(flow: string, { ours, limit, ratio, wrong }: Comparison, target: number, notes = ''): Row {
  const times = `p50/p99 ${rounded(ours.p50)}/${rounded(ours.p99)} ms to ${rounded(limit.p50)}/${rounded(limit.p99)} ms`
  const cpu = `CPU ${ours.cpuMicroseconds.toFixed(0)} to ${limit.cpuMicroseconds.toFixed(0)} µs`
  return {
    flow,
    ours: `${rounded(ours.perSecond)}/s`,
    limit: `${rounded(limit.perSecond)}/s`,
    figure: ratio.toFixed(2),
    target: target > 0 ? `≥ ${target.toFixed(2)}` : '',
    pass: target > 0 ? ratio >= target && wrong.ours + wrong.limit === 0 : null,
    notes: [times, cpu, notes, wrongNote('ours', wrong.ours), wrongNote('the limit', wrong.limit)].filter(Boolean).join('; '),
  }
}

/** A line about one figure that has to stay at or under its target. */
export const atMost = (flow: string, value: number, most: number, unit: string, notes = ''): Row => ({
  flow,
  ours: '',
  limit: '',
  figure: `${rounded(value)} ${unit}`.trim(),
  target: `≤ ${most} ${unit}`.trim(),
  pass: value <= most,
  notes,
})

/** The table as text, columns aligned. */
export function tableOf(rows: Row[]): string {
  const cells = [
    ['flow', 'ours', 'limit', 'figure', 'target', '', ''],
    ...rows.map((row) => [
      row.flow,
      row.ours,
      row.limit,
      row.figure,
      row.target,
      row.pass === null ? '' : row.pass ? 'pass' : 'FAIL',
      row.notes,
    ]),
  ]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0))) ?? []
  return cells
    .map((line) =>
      line
        .map((cell, column) => (column === line.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
