import { z } from 'zod'

/** What a calendar that programs read by a secret address tells. */
export const feedContents = ['EVERYTHING', 'BUSY', 'FREE_BUSY'] as const

/** Addresses that one host may have at a time. */
export const mostFeeds = 10

/** What a new secret address takes: whose calendar it opens, and how much of it. */
export const createCalendarFeedSchema = z.object({ hostId: z.string().nullish(), content: z.enum(feedContents) })

/** What replacing or withdrawing a secret address takes. */
export const calendarFeedSchema = z.object({ calendarFeedId: z.string() })

/** How a calendar outside is read. */
export const outsideKinds = ['ICS', 'CALDAV'] as const

/** Calendars outside that a host or a room may have. */
export const mostOutsideCalendars = 5

/** What connecting a calendar outside takes: whose it is, where it is, and how it is opened. */
export const connectOutsideCalendarSchema = z.object({
  hostId: z.string().nullish(),
  roomId: z.string().nullish(),
  kind: z.enum(outsideKinds),
  url: z.string().trim().min(1, 'errors.calendarUrl').max(2_000, 'errors.calendarUrl'),
  user: z.string().trim().max(200).nullish(),
  password: z.string().max(500).nullish(),
  blocks: z.boolean(),
})

/** What giving up, asking or changing a calendar outside takes. */
export const outsideCalendarSchema = z.object({ outsideCalendarId: z.string() })

/** What changing how a room's calendar outside counts takes. */
export const changeOutsideCalendarSchema = outsideCalendarSchema.extend({ blocks: z.boolean() })
