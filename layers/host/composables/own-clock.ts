import { wallClockAt } from '#shared/wall-clock'

/** Whether the site's clock shows another time than the reader's own. */
export const differsFromOwnClock = (at: Date, timeZone: string, ownZone: string): boolean => {
  const [there, here] = [wallClockAt(at, timeZone), wallClockAt(at, ownZone)]
  return there.day !== here.day || there.time !== here.time
}
