import { z } from 'zod'

/** What a calendar that programs read by a secret address tells. */
export const feedContents = ['EVERYTHING', 'BUSY', 'FREE_BUSY'] as const

/** Addresses that one host may have at a time. */
export const mostFeeds = 10

/** What a new secret address takes: whose calendar it opens, and how much of it. */
export const createCalendarFeedSchema = z.object({ hostId: z.string().nullish(), content: z.enum(feedContents) })

/** What replacing or withdrawing a secret address takes. */
export const calendarFeedSchema = z.object({ calendarFeedId: z.string() })
