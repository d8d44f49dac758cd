import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Reads a calendar outside and keeps when it is busy. A server that does not answer is asked again later, by another event. */
export const SyncOutsideCalendar = defineJob('SyncOutsideCalendar', 'sync-external', z.object({ outsideCalendarId: z.uuid() }), {
  attempts: 3,
})
