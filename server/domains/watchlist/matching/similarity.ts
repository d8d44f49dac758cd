/**
 * How many edits lead from one word to another: a letter left out, put in, changed, or two neighbours swapped
 * (Damerau–Levenshtein, no part of a word edited twice).
 */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (isSame ? 0 : 1))
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current.push(cost)
    }
    ;[beforeLast, last] = [last, current]
  }
  return last[other.length] ?? 0
}

/** Marks of each word the letters that the other has nearby. @returns those letters of each, in order */
function common(one: string, other: string): [string[], string[]] {
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1)
  const taken = new Set<number>()
  const ofOne = [...one].filter((letter, place) => {
    for (let at = Math.max(0, place - reach); at <= Math.min(other.length - 1, place + reach); at++) {
      if (taken.has(at) || other[at] !== letter) continue
      taken.add(at)
      return true
    }
    return false
  })
  return [ofOne, [...taken].toSorted((a, b) => a - b).map((at) => other[at] ?? '')]
}

/** How alike two words are by their common letters and their beginning (Jaro–Winkler), 0 to 1. */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1
  const [ofOne, ofOther] = common(one, other)
  const shared = ofOne.length
  if (shared === 0) return 0
  const swapped = ofOne.filter((letter, place) => letter !== ofOther[place]).length / 2
  const jaro = (shared / one.length + shared / other.length + (shared - swapped) / shared) / 3
  let prefix = 0
  while (prefix < 4 && prefix < one.length && one[prefix] === other[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** One slip in a word this long leaves it recognisable. */
const slipIn = 5
const slipCounts = 0.9

/** What `similarity` of two words of these lengths is at most: as many edits as one is longer, and all letters common. */
export function mostSimilar(one: string, other: string): number {
  const [longest, gap] = [Math.max(one.length, other.length), Math.abs(one.length - other.length)]
  const mean = 1 - gap / longest / 2
  return gap <= 1 && longest >= slipIn ? Math.max(mean, slipCounts) : mean
}

/** How alike two words are, 0 to 1: the mean of what the edits and what the common letters say, for either alone is too kind to short words. */
export function similarity(one: string, other: string): number {
  if (one === other) return 1
  const [longest, edits] = [Math.max(one.length, other.length), editDistance(one, other)]
  const mean = (1 - edits / longest + jaroWinkler(one, other)) / 2
  return edits === 1 && longest >= slipIn ? Math.max(mean, slipCounts) : mean
}
