import { followAllEvents } from './follow-events'
import { recountStaleDays } from './recount-days'

/** Keeps the counters beside what happens: looks which days events have touched, and counts those anew. @returns how many days */
export async function keepStatistics(): Promise<number> {
  await followAllEvents()
  return recountStaleDays()
}
