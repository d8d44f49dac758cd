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

/** Keys of two words of a name together, either of them with a slip. */
function pairKeys(words: readonly NameWord[]): string[] {
  return words.flatMap((one, place) =>
    words
      .slice(place + 1)
      .flatMap((other) =>
        one.frames.flatMap((first) =>
          other.frames.flatMap((second) => [
            ...near(first).map((each) => pair(each, second)),
            ...near(second).map((each) => pair(first, each)),
          ]),
        ),
      ),
  )
}

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
  const [only] = words
  return unique([
    ...words.filter(({ isInitial }) => !isInitial).flatMap(({ frames }) => frames.map((frame) => `w:${frame}`)),
    ...pairKeys(whole),
    ...initialKeys('A', whole, whole),
    ...initialKeys('B', whole, initials(words)),
    ...(only && words.length === 1 ? only.frames.flatMap(near).map((frame) => `1:${frame}`) : []),
  ])
}

/** Under what the name of a visitor is looked for. */
export function keysOfGiven(words: readonly NameWord[]): string[] {
  const whole = naming(words)
  return unique([
    ...pairKeys(whole),
    ...initialKeys('A', whole, initials(words)),
    ...initialKeys('B', whole, words),
    ...whole.flatMap(({ frames }) => frames.flatMap(near).map((frame) => `1:${frame}`)),
  ])
}

/** Under what a single word is found that somebody types to search the list; each word of it has to be found. */
export const keysOfWord = ({ frames }: NameWord): string[] => frames.map((frame) => `w:${frame}`)
