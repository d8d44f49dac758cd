import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** Somebody has the guests of a list invited. */
export const GuestListStarted = defineEvent('guestlist.started', z.object({ guestListId: z.uuid() }), { entity: 'guestListId' })
