/** Numbers that look random and are the same in every run. @returns the next, 0 to 1 */
export function repeatable(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Rolls of dice that are the same in every run, so that what fails once fails again. @returns a roll, 0 to the number of sides, without it */
export function dice(seed: number): (sides: number) => number {
  const next = repeatable(seed)
  return (sides) => Math.floor(next() * sides)
}
