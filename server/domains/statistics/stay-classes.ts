/** Upper ends of the classes in which stays are counted, in minutes; the last is the longest stay there is. */
export const stayClasses = [5, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360, 420, 480, 540, 600, 720, 960, 1_440] as const

/** The class of a stay: the upper end, in minutes. */
export const classOf = (minutes: number): number => stayClasses.find((end) => minutes <= end) ?? 1_440

/**
 * The length under which a share of stays lies, in minutes: within its class as if stays lay evenly in it.
 * @param counts stays by the upper end of their class
 * @param share from 0 to 1: a half is the median
 * @returns null without stays
 */
export function quantileOf(counts: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let below = 0
  let start = 0
  for (const end of stayClasses) {
    const count = counts.get(end) ?? 0
    if (count > 0 && below + count >= total * share) return start + ((total * share - below) / count) * (end - start)
    below += count
    start = end
  }
  return start
}
