/** Rows of numbers that are used again: a check compares thousands of words. */
let scratch = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)] as const

function rowsOf(width: number): typeof scratch {
  if (scratch[0].length < width) scratch = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)]
  return scratch
}

/**
 * How many edits lead from one word to another: a letter left out, put in, changed, or two neighbours swapped
 * (Damerau–Levenshtein, no part of a word edited twice).
 */
export function editDistance(one: string, other: string): number {
  let [beforeLast, last, current] = rowsOf(other.length + 1)
  for (let place = 0; place <= other.length; place++) last[place] = place
  for (let row = 1; row <= one.length; row++) {
    const letter = one.charCodeAt(row - 1)
    const before = one.charCodeAt(row - 2)
    current[0] = row
    let cost = row
    for (let column = 1; column <= other.length; column++) {
      const met = other.charCodeAt(column - 1)
      cost = Math.min((last[column] ?? 0) + 1, cost + 1, (last[column - 1] ?? 0) + (letter === met ? 0 : 1))
      const isSwap = row > 1 && column > 1 && letter === other.charCodeAt(column - 2) && before === met
      if (isSwap) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1)
      current[column] = cost
    }
    ;[beforeLast, last, current] = [last, current, beforeLast]
  }
  return last[other.length] ?? 0
}

/** How many letters each of two words has that the other has nearby, and how many of those stand in another order. */
function common(one: string, other: string): { shared: number; swapped: number } {
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1)
  const [places, taken] = rowsOf(Math.max(one.length, other.length))
  taken.fill(0, 0, other.length)
  let shared = 0
  for (let place = 0; place < one.length; place++) {
    const until = Math.min(other.length - 1, place + reach)
    for (let at = Math.max(0, place - reach); at <= until; at++) {
      if (taken[at] === 1 || other.charCodeAt(at) !== one.charCodeAt(place)) continue
      taken[at] = 1
      places[shared++] = place
      break
    }
  }
  let swapped = 0
  for (let at = 0, next = 0; next < shared; at++)
    if (taken[at] === 1 && other.charCodeAt(at) !== one.charCodeAt(places[next++] ?? 0)) swapped++
  return { shared, swapped: swapped / 2 }
}

/** How alike two words are by their common letters and their beginning (Jaro–Winkler), 0 to 1. */
export function jaroWinkler(one: string, other: string): number {
  if (one === other) return 1
  const { shared, swapped } = common(one, other)
  if (shared === 0) return 0
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
