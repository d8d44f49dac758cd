import { z } from 'zod'
import { hostNoticeKinds } from '#shared/schemas/hosts'
import { defineJob } from '../../core/define-job'

/** Sends one message about a pass to its guest. */
export const SendNotification = defineJob(
  'SendNotification',
  'notifications',
  z.object({ visitPassId: z.uuid(), template: z.enum(['invite', 'reissue', 'new-code', 'stays']) }),
)

/** Tells the guests of a visit that it is another than before, that there is none, or that it is the last of a series. */
export const TellGuests = defineJob(
  'TellGuests',
  'notifications',
  z.object({
    appointmentId: z.uuid(),
    template: z.enum(['update', 'restore', 'until', 'over']),
    visitPassIds: z.array(z.uuid()).optional(),
  }),
)

/** Tells the guests of a visit that it was called off: not at once, because whoever called it off may take that back. */
export const TellOfCanceling = defineJob(
  'TellOfCanceling',
  'notifications',
  z.object({ appointmentId: z.uuid(), template: z.enum(['cancel']), visitPassIds: z.array(z.uuid()) }),
  { delay: 10_000 },
)

/** Mails a person what was changed about signing in to their account. */
export const SendAccountNotice = defineJob('SendAccountNotice', 'notifications', z.object({ accountNoticeId: z.uuid() }))

/** Mails a person a one-time link. */
export const SendAccountLink = defineJob('SendAccountLink', 'notifications', z.object({ accountLinkId: z.uuid() }))

/** Mails a guest the code and the link that show who they are. */
export const SendGuestCode = defineJob('SendGuestCode', 'notifications', z.object({ guestChallengeId: z.uuid() }))

/** Mails a person that something of the watchlist waits for them. */
export const SendWatchlistNotice = defineJob('SendWatchlistNotice', 'notifications', z.object({ watchlistNoticeId: z.uuid() }))

/** Mails a person that gates have told of what contradicts what else is known; not at once, so that an upload is one mail. */
export const SendConflictNotice = defineJob('SendConflictNotice', 'notifications', z.object({ conflictNoticeId: z.uuid() }), {
  delay: 20_000,
})

/** Mails a person that an endpoint of webhooks fails or was disabled. */
export const SendWebhookNotice = defineJob('SendWebhookNotice', 'notifications', z.object({ webhookNoticeId: z.uuid() }))

/** Mails a person that a file of many visitors waits for them, or what became of it. */
export const SendVisitorExportNotice = defineJob('SendVisitorExportNotice', 'notifications', z.object({ visitorExportNoticeId: z.uuid() }))

/** Mails a host that a parcel waits for them; `reminder` is 0 for the first mail. */
export const SendDeliveryNotice = defineJob('SendDeliveryNotice', 'notifications', z.object({ deliveryId: z.uuid(), reminder: z.int() }))

/** Mails those who have to decide about a visit that it is their turn. */
export const CallApprovers = defineJob('CallApprovers', 'notifications', z.object({ approvalRequestId: z.uuid() }))

/** Mails a host what came of the request for their visit. */
export const TellOfApproval = defineJob(
  'TellOfApproval',
  'notifications',
  z.object({ approvalRequestId: z.uuid(), matter: z.enum(['APPROVED', 'REFUSED', 'LAPSED']) }),
)

/** Tells those who receive the guests of a visit that something happened to it. */
export const TellHosts = defineJob(
  'TellHosts',
  'notifications',
  z.object({
    kind: z.enum(hostNoticeKinds),
    appointmentId: z.uuid().optional(),
    visitPassId: z.uuid().optional(),
    what: z.enum(['GUEST', 'BOOKED', 'CHANGED', 'CANCELED']),
    /** Whoever did it. */
    userId: z.uuid().optional(),
    /** Of a guest who stays on: the reminder whose link says that they have left. */
    stayReminderId: z.uuid().optional(),
  }),
)
