import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** A one-time link was made for a person: by an invitation, or to set a new password. */
export const AccountLinkMade = defineEvent('account_link.made', z.object({ accountLinkId: z.uuid() }), { entity: 'accountLinkId' })
