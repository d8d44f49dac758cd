import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Sends one message about a pass to its guest. */
export const SendNotification = defineJob(
  'SendNotification',
  'notifications',
  z.object({ visitPassId: z.uuid(), template: z.enum(['invite']) }),
)

/** Tells the guests of a visit that it is another than before, or that there is none. */
export const TellGuests = defineJob(
  'TellGuests',
  'notifications',
  z.object({ appointmentId: z.uuid(), template: z.enum(['update', 'cancel']), visitPassIds: z.array(z.uuid()).optional() }),
)

/** Mails a person what was changed about signing in to their account. */
export const SendAccountNotice = defineJob('SendAccountNotice', 'notifications', z.object({ accountNoticeId: z.uuid() }))

/** Mails a person a one-time link. */
export const SendAccountLink = defineJob('SendAccountLink', 'notifications', z.object({ accountLinkId: z.uuid() }))

/** Mails a guest the code and the link that show who they are. */
export const SendGuestCode = defineJob('SendGuestCode', 'notifications', z.object({ guestChallengeId: z.uuid() }))

/** Mails a person that a file of many visitors waits for them, or what became of it. */
export const SendVisitorExportNotice = defineJob('SendVisitorExportNotice', 'notifications', z.object({ visitorExportNoticeId: z.uuid() }))
