import { z } from 'zod'
import { watchlistRowsPerPart } from '../limits'
import { line, lines, visitorSchema } from './visitors'

/** Other names that somebody may have. */
export const mostAliases = 10

const empty = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? null : value)
const { email, phone, company } = visitorSchema.shape

/** What a list says of somebody. The form, the import and the API use the same one. */
export const watchlistPersonSchema = z.object({
  name: line(200).min(2, 'errors.visitorNameRequired'),
  aliases: z.array(line(200).min(2, 'errors.visitorNameRequired')).max(mostAliases, 'errors.watchlistAliases').default([]),
  email,
  phone,
  company,
  reason: lines(1_000).min(1, 'errors.reasonRequired'),
  validUntil: z.date().nullish(),
})

const where = { siteId: z.string().nullish() }

/** What putting somebody on the list takes. */
export const addWatchlistEntrySchema = watchlistPersonSchema.extend({ ...where, action: z.enum(['REVIEW', 'BLOCK']) })

/** What changing an entry takes: what is said of the person from now on. */
export const changeWatchlistEntrySchema = watchlistPersonSchema.extend({ ...where, watchlistEntryId: z.string() })

/** What a change that takes two people asks for. */
export const proposeWatchlistChangeSchema = z.object({ watchlistEntryId: z.string(), proposal: z.enum(['BLOCK', 'REMOVE']) })

/** What the second person says to it. */
export const decideWatchlistProposalSchema = z.object({ watchlistEntryId: z.string(), agrees: z.boolean() })

/** What confirming a whole list of names takes. */
export const confirmWatchlistImportSchema = z.object({ watchlistImportId: z.string() })

/** A part of a list of names. Each row may be wrong: that is told of it, and the others are taken. */
export const importWatchlistSchema = z.object({
  watchlistImportId: z.string().nullish(),
  action: z.enum(['REVIEW', 'BLOCK']),
  rows: z
    .array(z.looseObject({ line: z.int().min(1).max(10_000_000) }))
    .min(1, 'errors.listEmpty')
    .max(watchlistRowsPerPart, 'errors.listPartTooLong'),
})

/** What deciding over a visitor who may be somebody of the list takes. */
export const decideWatchlistMatchSchema = z.object({
  watchlistMatchId: z.string(),
  decision: z.enum(['ADMIT', 'REFUSE']),
  note: lines(1_000).min(1, 'errors.reasonRequired'),
})

/** How an organization keeps its list. The form and the API use the same one. */
export const watchlistPolicySchema = z.object({
  threshold: z.int('errors.watchlistThreshold').min(60, 'errors.watchlistThreshold').max(100, 'errors.watchlistThreshold'),
  waitingText: z.preprocess(empty, line(300).nullish()),
})

/** What asking not to admit a visitor takes. */
export const askNotToAdmitSchema = z.object({ visitorId: z.string(), reason: lines(1_000).min(1, 'errors.reasonRequired') })

/** What security says to it. */
export const decideNotToAdmitSchema = z.object({ watchlistEntryId: z.string(), decision: z.enum(['DECLINE', 'REVIEW', 'BLOCK']) })
