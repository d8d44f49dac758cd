import { z } from 'zod'
import { defineJob } from '../../core/define-job'

/** Invites the guests of a list. */
export const InviteGuestList = defineJob('InviteGuestList', 'sync-external', z.object({ guestListId: z.uuid() }))
