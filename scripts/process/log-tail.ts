import { existsSync, readFileSync } from 'node:fs'

/** The last lines of a log, for printing when what wrote it has failed. */
export function logTail(file: string, lines: number): string {
  if (!existsSync(file)) return ''
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
