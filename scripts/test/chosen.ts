import { Failure } from '../process/failure.ts'
import type { Stage } from './stage.ts'

/** What the caller of `npm test -- …` asked for. */
export interface Choice {
  stages: Stage[]
  filter: string[]
  keepGoing: boolean
}

/** Reads `[stage …] [filter …] [--keep-going]`; the filter goes to the tool of the only stage named. */
export function chosen(all: Stage[], args: string[]): Choice {
  const words = args.filter((arg) => arg !== '--keep-going')
  const isStage = (word: string) => all.some((stage) => stage.name === word)
  const firstOther = words.findIndex((word) => !isStage(word))
  const named = firstOther === -1 ? words : words.slice(0, firstOther)
  const filter = firstOther === -1 ? [] : words.slice(firstOther)
  if (filter.length > 0 && named.length !== 1) {
    throw new Failure(
      `"${filter[0]}" is no stage. Stages: ${all.map((stage) => stage.name).join(', ')}; a filter may follow one of vitest and e2e.`,
    )
  }
  return {
    stages: named.length > 0 ? all.filter((stage) => named.includes(stage.name)) : all,
    filter,
    keepGoing: args.includes('--keep-going'),
  }
}
