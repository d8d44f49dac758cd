import type { NameWord } from './read-name'

/**
 * What a name is looked up by, before anything is opened: texts that a name and its misspellings share. They go through a keyed
 * hash on their way into the table.
 */

/** Words of which pairs are made, and keys of one entry: bounds for lists that hold sentences. */
const mostPaired = 4
const mostKeys = 160

/** A frame, and what it is with one letter less: two words that differ by one letter share one of them. */
function near(frame: string): string[] {
  const letters = [...frame]
  if (letters.length < 2 || frame.startsWith('~')) return [frame]
  return [...new Set([frame, ...letters.map((_, place) => letters.toSpliced(place, 1).join(''))])]
}

const pair = (one: string, other: string): string => `2:${[one, other].toSorted().join('|')}`

/** The words that name somebody: one patronymic beside two others is left to the comparison. */
function naming(words: readonly NameWord[]): NameWord[] {
  const whole = words.filter(({ isInitial }) => !isInitial)
  const patronymics = whole.filter(({ isPatronymic }) => isPatronymic)
  const kept = patronymics.length === 1 && whole.length > 2 ? whole.filter(({ isPatronymic }) => !isPatronymic) : whole
  return kept.slice(0, mostPaired)
}

/** Each two words of a name together: written rightly, and either of them with a slip. */
function pairKeys(words: readonly NameWord[]): { exact: string[]; slips: string[][] } {
  const pairs = words.flatMap((one, place) => words.slice(place + 1).map((other) => [one.frames, other.frames] as const))
  const slipsOf = ([ones, others]: (typeof pairs)[number]) =>
    ones.flatMap((first) =>
      others.flatMap((second) => [...near(first).map((each) => pair(each, second)), ...near(second).map((each) => pair(first, each))]),
    )
  return {
    exact: pairs.flatMap(([ones, others]) => ones.flatMap((first) => others.map((second) => pair(first, second)))),
    slips: pairs.map(slipsOf),
  }
}

/** Lists one by one from each: where not all have room, none goes without. */
const inTurns = (lists: readonly string[][]): string[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, place) => place).flatMap((place) =>
    lists.flatMap((list) => list[place] ?? []),
  )

const begins = (word: NameWord): string[] => word.sounds.map((sound) => sound[0] ?? '')

/** Keys of a word and the first letter of another. */
const initialKeys = (kind: 'A' | 'B', words: readonly NameWord[], others: readonly NameWord[]): string[] =>
  words.flatMap((word) =>
    others
      .filter((other) => other !== word)
      .flatMap((other) => word.frames.flatMap((frame) => begins(other).map((letter) => `${kind}:${frame}|${letter}`))),
  )

const unique = (keys: string[]): string[] => [...new Set(keys)].slice(0, mostKeys)

const initials = (words: readonly NameWord[]): NameWord[] => words.filter(({ isInitial }) => isInitial)

/** Under what a listed name is kept. */
export function keysOfListed(words: readonly NameWord[]): string[] {
  const whole = naming(words)
  const pairs = pairKeys(whole)
  const [only] = words
  return unique([
    ...words.filter(({ isInitial }) => !isInitial).flatMap(({ frames }) => frames.map((frame) => `w:${frame}`)),
    ...pairs.exact,
    ...initialKeys('A', whole, whole),
    ...initialKeys('B', whole, initials(words)),
    ...(only && words.length === 1 ? only.frames.flatMap(near).map((frame) => `1:${frame}`) : []),
    ...inTurns(pairs.slips),
  ])
}

/** Under what the name of a visitor is looked for: what is written rightly first, so that words put before it hide nobody. */
export function keysOfGiven(words: readonly NameWord[]): string[] {
  const whole = naming(words)
  const pairs = pairKeys(whole)
  const single = (frame: string) => `1:${frame}`
  return unique([
    ...pairs.exact,
    ...initialKeys('A', whole, initials(words)),
    ...initialKeys('B', whole, words),
    ...whole.flatMap(({ frames }) => frames.map(single)),
    ...inTurns([...pairs.slips, ...whole.map(({ frames }) => frames.flatMap(near).map(single))]),
  ])
}

/** Under what a single word is found that somebody types to search the list; each word of it has to be found. */
export const keysOfWord = ({ frames }: NameWord): string[] => frames.map((frame) => `w:${frame}`)
