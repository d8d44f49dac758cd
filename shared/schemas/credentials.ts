import { z } from 'zod'
import { comparableCard, isCard } from '../credentials/identifiers'
import { line } from './visitors'

const becauseOf = { visitPassId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') }

/** What withdrawing a pass takes. */
export const revokeVisitPassSchema = z.object(becauseOf)

/** What suspending a pass takes. */
export const suspendVisitPassSchema = z.object(becauseOf)

/** What resuming a suspended pass takes. */
export const resumeVisitPassSchema = z.object({ visitPassId: z.string() })

/** What giving a pass a new code takes. */
export const reissueVisitPassSchema = z.object(becauseOf)

/** What withdrawing a key by which passes are signed takes. */
export const revokeSigningKeySchema = z.object({ keyId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })

/** What giving a guest a card takes. */
export const giveCardSchema = z.object({
  visitPassId: z.string(),
  number: z.string().max(100).refine(isCard, 'errors.cardInvalid').transform(comparableCard),
})

/** What taking a card back takes. */
export const takeCardSchema = z.object({ visitPassId: z.string(), cardId: z.string() })
