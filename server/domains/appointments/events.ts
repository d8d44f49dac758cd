import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** A host (or an integrator) booked a visit. Its passes are drafts: nobody has signed them yet. */
export const AppointmentCreated = defineEvent(
  'appointment.created',
  z.object({ appointmentId: z.uuid(), siteId: z.uuid(), hostId: z.uuid(), visitPassIds: z.array(z.uuid()) }),
  { entity: 'appointmentId', webhook: true },
)

/** A visit was called off. `passes` says what became of its passes. */
export const AppointmentCanceled = defineEvent(
  'appointment.canceled',
  z.object({ appointmentId: z.uuid(), passes: z.enum(['REVOKE', 'KEEP']), visitPassIds: z.array(z.uuid()) }),
  { entity: 'appointmentId', webhook: true },
)
