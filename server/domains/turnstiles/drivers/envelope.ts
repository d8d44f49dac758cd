import { z } from 'zod'
import { signMessage, type Seal } from '../message-signature'

/** What travels through a broker: a signed text with what proves it. */
const envelopeSchema = z.object({
  id: z.string().min(1).max(64),
  timestamp: z.string().max(12),
  signature: z.string().max(500),
  body: z.string(),
})

/** Reads what came through a broker; null for what is none of ours. */
export function openEnvelope(text: string): { seal: Seal; body: string } | null {
  try {
    const { body, ...seal } = envelopeSchema.parse(JSON.parse(text))
    return { seal, body }
  } catch {
    return null
  }
}

/** Makes what travels through a broker. */
export const envelopeOf = (secrets: readonly string[], id: string, body: string, now: Date): string =>
  JSON.stringify({ ...signMessage(secrets, id, body, now), body })
