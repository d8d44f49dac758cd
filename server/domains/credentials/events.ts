import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** A pass was signed and opens gates within its window. Its guest is written to unless `tellsGuest` is false. */
export const VisitPassIssued = defineEvent(
  'visitpass.issued',
  z.object({ visitPassId: z.uuid(), appointmentId: z.uuid().nullable(), tellsGuest: z.boolean().optional() }),
  { entity: 'visitPassId', webhook: true },
)

/** A pass waits for nobody's word any more: it can be signed. */
export const VisitPassReleased = defineEvent(
  'visitpass.released',
  z.object({ visitPassId: z.uuid(), appointmentId: z.uuid().nullable(), tellsGuest: z.boolean().optional() }),
  { entity: 'visitPassId' },
)

/** A guest brings somebody along: their pass is a draft that nobody has signed yet. */
export const CompanionNamed = defineEvent(
  'visitpass.companion_named',
  z.object({ visitPassId: z.uuid(), appointmentId: z.uuid(), broughtById: z.uuid() }),
  { entity: 'visitPassId' },
)

/** A pass was withdrawn for good. */
export const VisitPassRevoked = defineEvent('visitpass.revoked', z.object({ visitPassId: z.uuid(), appointmentId: z.uuid().nullable() }), {
  entity: 'visitPassId',
  webhook: true,
})

/** A pass was set aside: it opens nothing until it is resumed. */
export const VisitPassSuspended = defineEvent(
  'visitpass.suspended',
  z.object({ visitPassId: z.uuid(), appointmentId: z.uuid().nullable() }),
  { entity: 'visitPassId', webhook: true },
)

/** A suspended pass goes on. */
export const VisitPassResumed = defineEvent('visitpass.resumed', z.object({ visitPassId: z.uuid(), appointmentId: z.uuid().nullable() }), {
  entity: 'visitPassId',
  webhook: true,
})

/** A pass has a new code and its guest a new link, unless it `keepsLink`: what was given out before opens nothing. */
export const VisitPassReissued = defineEvent(
  'visitpass.reissued',
  z.object({ visitPassId: z.uuid(), appointmentId: z.uuid().nullable(), keepsLink: z.boolean().optional() }),
  { entity: 'visitPassId', webhook: true },
)

/** A guest was given a card, or gave one back. */
export const PassCardsChanged = defineEvent('visitpass.cards_changed', z.object({ visitPassId: z.uuid() }), { entity: 'visitPassId' })

/** What a key has signed opens nothing any more: passes get new codes. */
export const SigningKeyRevoked = defineEvent('signing_key.revoked', z.object({ keyId: z.string() }), { entity: 'keyId' })

/** The window of a pass ended before it was used up. */
export const VisitPassExpired = defineEvent('visitpass.expired', z.object({ visitPassId: z.uuid() }), {
  entity: 'visitPassId',
  webhook: true,
})

/** A guest answered the invite, said that they are late or here, or what they come with. */
export const GuestReplied = defineEvent(
  'visitpass.replied',
  z.object({
    visitPassId: z.uuid(),
    appointmentId: z.uuid().nullable(),
    said: z.enum(['CONFIRMED', 'DECLINED', 'LATE', 'HERE', 'VEHICLE']),
  }),
  { entity: 'visitPassId' },
)

/** A guest asked for a code to show that they read the mail at which they were invited. */
export const GuestCodeAsked = defineEvent('guest_code.asked', z.object({ guestChallengeId: z.uuid() }), {
  entity: 'guestChallengeId',
})
