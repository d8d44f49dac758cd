import type { NameWord } from './read-name'
import { mostSimilar, similarity } from './similarity'

/** Why two names were found alike. */
export type NameReason = 'SAME_NAME' | 'ALPHABET' | 'SPELLING' | 'TYPO' | 'INITIAL' | 'ORDER' | 'SHORTER'

/** How alike two names are. */
export interface NameMatch {
  /** 0 to 1. */
  value: number
  reasons: NameReason[]
}

/** How alike two words are. */
export interface Pair {
  value: number
  weight: number
  reason: NameReason | null
}

const initialCounts = 0.85
const otherSpellingCounts = 0.97

/** Two words less alike than this have nothing to do with each other. */
const leastAlike = 0.5

const shares = (one: readonly string[], other: readonly string[]): boolean => one.some((each) => other.includes(each))

/** The most that any two of these are alike, or what is known to be so already: what cannot be more is not compared. */
function mostAlike(ones: readonly string[], others: readonly string[], known: number): number {
  let best = known
  for (const one of ones) for (const other of others) if (mostSimilar(one, other) > best) best = Math.max(best, similarity(one, other))
  return best
}

/** Pairs of words that were compared before, those of one visitor with those of the list. Kept no longer than one check takes. */
export type ComparedPairs = Map<NameWord, Map<NameWord, Pair>>

function pairOf(known: ComparedPairs, listed: NameWord, given: NameWord): Pair {
  const row = known.get(given) ?? new Map<NameWord, Pair>()
  known.set(given, row)
  const pair = row.get(listed) ?? comparePair(listed, given)
  row.set(listed, pair)
  return pair
}

function comparePair(listed: NameWord, given: NameWord): Pair {
  if (listed.isInitial || given.isInitial) {
    const begins = (word: NameWord) => word.sounds.map((sound) => sound[0] ?? '')
    const isSame = shares(begins(listed), begins(given))
    const both = listed.isInitial && given.isInitial
    return { value: isSame ? (both ? 1 : initialCounts) : 0, weight: 2, reason: both ? null : 'INITIAL' }
  }
  const weight = Math.min(Math.max(listed.text.length, 3), 8)
  if (listed.text === given.text) return { value: 1, weight, reason: null }
  const isOther = listed.isCyrillic !== given.isCyrillic
  if (shares(listed.sounds, given.sounds)) return { value: otherSpellingCounts, weight, reason: isOther ? 'ALPHABET' : 'SPELLING' }
  const best = mostAlike(given.readings, listed.readings, mostAlike(given.sounds, listed.sounds, 0))
  // Иванов is a surname, Иванович the son of an Иван, however alike they look.
  const kinds = listed.isPatronymic === given.isPatronymic ? 1 : 0.7
  return { value: Math.min(best * kinds, otherSpellingCounts), weight, reason: 'TYPO' }
}

interface Assignment {
  sum: number
  /** For each word of the shorter name the place of its partner. */
  places: number[]
}

/** The partners of the words of the shorter name that are most alike in all. Names have six words at most. */
function assign(pairs: readonly (readonly Pair[])[], row = 0, taken: readonly number[] = []): Assignment {
  const options = pairs[row]
  if (!options) return { sum: 0, places: [] }
  let best: Assignment = { sum: -1, places: [] }
  options.forEach(({ value }, place) => {
    if (taken.includes(place)) return
    const rest = assign(pairs, row + 1, [...taken, place])
    // One word that is the same says more than two that are a little alike.
    const sum = rest.sum + value ** 3
    if (sum > best.sum) best = { sum, places: [place, ...rest.places] }
  })
  return best
}

const isOrdered = (places: readonly number[]): boolean => places.every((place, at) => at === 0 || place > (places[at - 1] ?? -1))

/** What is taken off for words that only one of the names has: little for a patronymic, which many leave out. */
const missing = (words: readonly NameWord[]): number =>
  Math.min(
    0.2,
    words.reduce((sum, { isPatronymic, isInitial }) => sum + (isPatronymic || isInitial ? 0.03 : 0.08), 0),
  )

/** One word says little of who it is; one that is the whole listed name says more. */
function mostFor(listed: readonly NameWord[], given: readonly NameWord[]): number {
  if (Math.min(listed.length, given.length) > 1 || (listed.length === 1 && given.length === 1)) return 1
  return listed.length === 1 ? 0.75 : 0.55
}

/**
 * Compares a name of the list with that of a visitor: words in any order and either alphabet, initials for names, a missing patronymic,
 * slips of the pen. A word that is another word weighs more than all that are alike: people of one surname are not one person.
 * @param known the pairs of words that were compared for the same check
 */
export function compareNames(listed: readonly NameWord[], given: readonly NameWord[], known: ComparedPairs = new Map()): NameMatch {
  const [short, long] = listed.length <= given.length ? [listed, given] : [given, listed]
  if (short.length === 0 || !short.concat(long).some(({ isInitial }) => !isInitial)) return { value: 0, reasons: [] }
  const isListed = short === listed
  const pairs = short.map((one) => long.map((other) => (isListed ? pairOf(known, one, other) : pairOf(known, other, one))))
  const { places } = assign(pairs)
  const chosen = places.flatMap((place, row) => pairs[row]?.[place] ?? [])
  const worst = Math.min(...chosen.map(({ value }) => value))
  if (worst < leastAlike) return { value: 0, reasons: [] }
  const weight = chosen.reduce((total, pair) => total + pair.weight, 0)
  const rest = long.filter((_, place) => !places.includes(place))
  const mean = chosen.reduce((sum, pair) => sum + pair.value * pair.weight, 0) / weight
  const value = mean - (1 - worst) / 2 - missing(rest)
  const reasons = new Set(chosen.flatMap(({ reason }) => reason ?? []))
  if (!isOrdered(places)) reasons.add('ORDER')
  if (rest.length > 0) reasons.add('SHORTER')
  return { value: Math.min(Math.max(value, 0), mostFor(listed, given)), reasons: reasons.size > 0 ? [...reasons] : ['SAME_NAME'] }
}
