import type { AccessWindow } from '#shared/access-rules'

/** A stretch of one row, in hundredths of a day. */
export interface Stretch {
  from: number
  to: number
}

const dayMinutes = 1_440
const share = (clock: string): number => ((Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))) / dayMinutes) * 100
const isClock = (text: string): boolean => /^([01]\d|2[0-4]):[0-5]\d$/.test(text)

/** Stretches that touch are one. */
function joined(stretches: Stretch[]): Stretch[] {
  const made: Stretch[] = []
  for (const { from, to } of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = made.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else made.push({ from, to })
  }
  return made
}

/** What a window covers of the day it begins on, and of the next. */
function covered({ from, to }: AccessWindow): { own: Stretch; next: Stretch | null } {
  if (to > from) return { own: { from: share(from), to: share(to) }, next: null }
  return { own: { from: share(from), to: 100 }, next: { from: 0, to: share(to) } }
}

/**
 * When windows are open in a usual week: seven rows from Monday, each a list of stretches. What is half typed is left out.
 * @param windows those of a rule
 */
export function weekPicture(windows: readonly AccessWindow[]): Stretch[][] {
  const rows: Stretch[][] = Array.from({ length: 7 }, () => [])
  for (const window of windows) {
    if (window.holidays === 'ONLY' || !isClock(window.from) || !isClock(window.to) || window.from === window.to) continue
    const { own, next } = covered(window)
    for (const weekday of window.weekdays) {
      rows[weekday - 1]?.push({ ...own })
      if (next && next.to > 0) rows[weekday % 7]?.push({ ...next })
    }
  }
  return rows.map(joined)
}

/** When windows that begin on a holiday are open on it, where every weekday is one. */
export function holidayPicture(windows: readonly AccessWindow[]): Stretch[] {
  const open = windows.filter(({ holidays, from, to }) => holidays === 'ONLY' && isClock(from) && isClock(to) && from !== to)
  return joined(open.map((window) => covered(window).own))
}
