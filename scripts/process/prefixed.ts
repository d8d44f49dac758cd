import { createInterface } from 'node:readline'
import type { Part } from './part.ts'

/** Shows what a part writes, each line with the part's name before it, so that several can share one terminal. */
export function showPrefixed(part: Part): void {
  const prefix = `${part.name.padEnd(7)} │ `
  for (const stream of [part.child.stdout, part.child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => console.log(prefix + line))
  }
}
