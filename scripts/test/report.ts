import { seconds } from '../process/progress.ts'
import type { Counts } from './stage.ts'

/** A stage that has run. */
export interface Row {
  title: string
  counts: Counts
  ms: number
}

/** The table of stages and, alone on the last line, the sum. */
export function report(rows: Row[], notRun: string[]): string {
  const width = Math.max(...rows.map((row) => row.title.length))
  const sum = add(rows.map((row) => row.counts))
  return [
    '',
    ...rows.map(
      ({ title, counts, ms }) => `${counts.failed ? '✖' : '✔'} ${title.padEnd(width)}  ${seconds(ms).padStart(12)}  ${words(counts)}`,
    ),
    ...(notRun.length > 0 ? [`Not run after the failure: ${notRun.join(', ')} (go on with --keep-going)`] : []),
    '',
    words(sum),
  ].join('\n')
}

/** `12 passed, 0 failed`, and the skipped ones if there are any. */
export function words({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}

/** The sum over several stages. */
export function add(all: Counts[]): Counts {
  const sum = (pick: (counts: Counts) => number) => all.reduce((total, counts) => total + pick(counts), 0)
  return { passed: sum((c) => c.passed), failed: sum((c) => c.failed), skipped: sum((c) => c.skipped) }
}
