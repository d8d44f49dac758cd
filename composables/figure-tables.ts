import { csvHead, csvLine } from '#shared/csv'

/** A cell: what a person reads, and what a program does. */
export interface Cell {
  text: string
  value: string
}

/** Figures in rows, beside a picture of them. The first column says what a row is of. */
export interface FigureTable {
  columns: readonly string[]
  rows: readonly (readonly Cell[])[]
}

/** A table as CSV for a spreadsheet: the numbers that stand on the page, without units. */
export const tableCsv = ({ columns, rows }: FigureTable): string =>
  csvHead(columns.map((column) => (/[",\r\n]/.test(column) ? `"${column.replaceAll('"', '""')}"` : column))) +
  rows.map((row) => csvLine(row.map(({ value }) => value))).join('')

/** Between which numbers the lines of a scale may lie: what counts, and what is measured in minutes. */
export const roundSteps = {
  counts: [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)),
  minutes: [5, 15, 30, 60, 120, 180, 360],
} as const

/** Where the lines of a scale from nought lie: so far from each other, four at most, the last not below the greatest value. */
export function scaleOf(greatest: number, steps: readonly number[] = roundSteps.counts): number[] {
  const size = steps.find((each) => each * 4 >= greatest) ?? Math.max(1, greatest)
  return Array.from({ length: Math.max(1, Math.ceil(greatest / size)) + 1 }, (_, place) => place * size)
}
