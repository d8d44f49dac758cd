/** A clock that is off by less is as good as right, in milliseconds. */
export const bearableOffset = 2_000

/** What a column of an offset, and an Int of the API, hold at most: 24 days. */
const most = 2_147_483_647

/** By how many milliseconds the times of a device are put right, by what time it says it has; 0 for one that says nothing, or is as good as right. */
export function clockOffsetOf(now: Date, deviceTime: Date | null | undefined): number {
  const offset = deviceTime ? now.getTime() - deviceTime.getTime() : 0
  return Math.abs(offset) < bearableOffset ? 0 : offset
}

/** An offset as it is kept: of a clock that is off by years it says that it is off by far. */
export const keptOffset = (offset: number): number => Math.max(-most, Math.min(most, offset))
