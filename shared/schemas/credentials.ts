import { z } from 'zod'
import { line } from './visitors'

/** What withdrawing a pass takes. */
export const revokeVisitPassSchema = z.object({ visitPassId: z.string(), reason: line(500).min(1, 'errors.reasonRequired') })
