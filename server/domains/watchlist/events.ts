import { z } from 'zod'
import { defineEvent } from '../../core/define-event'

/** The list has changed: those who are expected are to be looked at again. */
export const WatchlistChanged = defineEvent('watchlist.changed', z.object({ organizationId: z.uuid(), revision: z.int() }), {
  entity: 'organizationId',
})

/** A person shall be told that something of the list waits for them. */
export const WatchlistNoted = defineEvent('watchlist.noted', z.object({ watchlistNoticeId: z.uuid() }), { entity: 'watchlistNoticeId' })
