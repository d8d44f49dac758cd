import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

const scanned = z.object({ checkinId: z.uuid(), visitPassId: z.uuid(), gateId: z.uuid(), siteId: z.uuid(), forced: z.boolean() })

/** Somebody was let in. */
export const CheckinRegistered = defineEvent('visitpass.checked_in', scanned, { entity: 'visitPassId', webhook: true })

/**
 * Somebody went out. `cause` stands where no gate saw it: AUTOMATIC by the policy of the site, HOST where the host said so by the link of a
 * reminder.
 */
export const CheckoutRegistered = defineEvent(
  'visitpass.checked_out',
  scanned.extend({ cause: z.enum(['AUTOMATIC', 'HOST']).optional() }),
  {
    entity: 'visitPassId',
    webhook: true,
  },
)

/** A guest is inside although their visit is over: those who receive them are reminded. */
export const StayOverdue = defineEvent(
  'visitpass.overstayed',
  z.object({ stayReminderId: z.uuid(), visitPassId: z.uuid(), siteId: z.uuid(), tellsGuest: z.boolean() }),
  { entity: 'visitPassId' },
)

/** Somebody who is inside went from one zone into another. Shown live; no arrival. */
export const PassMoved = defineEvent('visitpass.moved', scanned, { entity: 'visitPassId' })

/** A gate stayed shut. An unknown code has no pass. */
export const EntryDenied = defineEvent(
  'visitpass.denied',
  scanned.omit({ forced: true }).extend({ visitPassId: z.uuid().nullable(), reason: z.string() }),
  {
    entity: 'checkinId',
    webhook: true,
  },
)

/** A gate without a connection let somebody in, and that contradicts what else is known: somebody has to look. */
export const ScanConflicted = defineEvent(
  'visitpass.conflict',
  scanned.omit({ forced: true }).extend({ visitPassId: z.uuid().nullable(), reason: z.string() }),
  { entity: 'checkinId' },
)

/** Somebody is to be told by mail that there are conflicts at a site. */
export const ConflictNoted = defineEvent('scan_conflict.noted', z.object({ conflictNoticeId: z.uuid() }), { entity: 'conflictNoticeId' })

/** What was a conflict turned out to be none. Shown live. */
export const CheckinReconciled = defineEvent('checkin.reconciled', scanned.omit({ forced: true }), { entity: 'checkinId' })

/** A check-in was withdrawn because the arm did not turn. Shown live; integrators re-read the check-in. */
export const CheckinAnnulled = defineEvent('checkin.annulled', scanned.omit({ forced: true }), { entity: 'checkinId' })

/** Rules of access were assigned to a pass or to a visit: gates that keep a list read it anew. */
export const AccessRulesAssigned = defineEvent(
  'access_rule.assigned',
  z.object({ assignedTo: z.uuid(), visitPassId: z.uuid().nullable(), appointmentId: z.uuid().nullable() }),
  { entity: 'assignedTo' },
)

/** The events that make up the live feed of the gates. */
export const gateEvents = [
  CheckinRegistered,
  CheckoutRegistered,
  PassMoved,
  EntryDenied,
  CheckinAnnulled,
  ScanConflicted,
  CheckinReconciled,
]
