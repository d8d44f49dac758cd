import { eachOf } from '../../../core/one-by-one'
import { followAllEvents } from './follow-events'
import { recountStaleDays } from './recount-days'

/**
 * Keeps the counters beside what happens: looks which days events have touched, and counts those anew, also where the first failed for
 * somebody.
 * @returns in how many organizations something happened and how many days were counted, together
 * @throws Error at the end where something failed
 */
export const keepStatistics = (): Promise<number> => eachOf([followAllEvents, () => recountStaleDays()])
