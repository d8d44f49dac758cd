import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** What of a visit changed. */
export const visitChanges = ['TIME', 'SITE', 'ROOM', 'HOST', 'TITLE', 'MESSAGE', 'RECEPTION_NOTE', 'CO_HOSTS'] as const

/** What of a visit can change. */
export type VisitChange = (typeof visitChanges)[number]

/** Absent: the guests are written to. Of several visits that one action concerns, the first tells of all. */
const tellsGuests = z.boolean().optional()

/** Absent: those who receive are not written to. */
const tellsHosts = z.boolean().optional()

/** The person who did it; absent where it was a program. */
const byUserId = z.uuid().optional()

/** A host (or an integrator) booked a visit. Its passes are drafts: nobody has signed them yet. */
export const AppointmentCreated = defineEvent(
  'appointment.created',
  z.object({
    appointmentId: z.uuid(),
    siteId: z.uuid(),
    hostId: z.uuid(),
    visitPassIds: z.array(z.uuid()),
    seriesId: z.uuid().optional(),
    tellsGuests,
    tellsHosts,
    byUserId,
  }),
  { entity: 'appointmentId', webhook: true },
)

/** A visit was changed. Passes that have to be signed anew are named. */
export const AppointmentUpdated = defineEvent(
  'appointment.updated',
  z.object({
    appointmentId: z.uuid(),
    siteId: z.uuid(),
    hostId: z.uuid(),
    changed: z.array(z.enum([...visitChanges, 'STATUS'])),
    visitPassIds: z.array(z.uuid()),
    /** Where it was and when it began, if either is another now. */
    movedFrom: z.object({ siteId: z.uuid(), startsAt: z.iso.datetime() }).optional(),
    tellsGuests,
    tellsHosts,
    byUserId,
  }),
  { entity: 'appointmentId', webhook: true },
)

/** A visit was called off. `passes` says what became of its passes. */
export const AppointmentCanceled = defineEvent(
  'appointment.canceled',
  z.object({
    appointmentId: z.uuid(),
    passes: z.enum(['REVOKE', 'KEEP']),
    visitPassIds: z.array(z.uuid()),
    tellsGuests,
    tellsHosts,
    byUserId,
  }),
  { entity: 'appointmentId', webhook: true },
)

/** A series was cut in two: its rule ends with this visit, the last that is left of it. `isOver`: it was called off, as all before it. */
export const SeriesCut = defineEvent(
  'appointment_series.cut',
  z.object({ seriesId: z.uuid(), appointmentId: z.uuid(), isOver: z.boolean() }),
  { entity: 'seriesId' },
)

/** A visit that was called off takes place after all. Its guests are told, if they were told that it would not. */
export const AppointmentRestored = defineEvent(
  'appointment.restored',
  z.object({ appointmentId: z.uuid(), visitPassIds: z.array(z.uuid()), tellsGuests }),
  { entity: 'appointmentId' },
)
