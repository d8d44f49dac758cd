import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** It is time to look into a calendar outside. */
export const OutsideCalendarDue = defineEvent('outside_calendar.due', z.object({ outsideCalendarId: z.uuid() }), {
  entity: 'outsideCalendarId',
})
