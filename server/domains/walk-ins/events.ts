import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** Somebody came without an invitation and was registered at the reception. */
export const WalkInRegistered = defineEvent(
  'walkin.registered',
  z.object({ walkInId: z.uuid(), appointmentId: z.uuid(), siteId: z.uuid() }),
  {
    entity: 'walkInId',
  },
)
