import { issueOfFlags } from '#shared/credentials/pass-claims'
import { readIdentifier, type IdentifierKind } from '#shared/credentials/identifiers'
import { readCode } from '#shared/credentials/pass-code'
import { maxCodeLength } from '#shared/schemas/access-control'
import { verifyLivePart } from '../live-key'
import { verifyPassCode } from '../pass-signature'
import { publicKeyOf } from './signing-keys'

/** For which step a code that changes was made, and whether by the key of its pass. */
export interface ShownStep {
  step: number
  isProven: boolean
}

/**
 * What a scanned or typed text says: a pass whose signature this organization made, and with which of its codes, a short code, a card or a plate to
 * look up, or nothing.
 */
export type ProvenCode =
  | { by: 'id'; value: string; issueNumber?: number; keyId?: string; live?: ShownStep | null }
  | { by: 'short_code'; value: string }
  | { by: IdentifierKind; value: string }
  | null

/** Whether a scanned text, with its keyboard layout put right, is the newest code of a pass. */
export function readsAs(scanned: string, current: string | null): boolean {
  if (scanned === current) return true
  const read = readCode(scanned)
  return read.kind === 'pass' && read.code === current
}

/**
 * Reads a code as it came from a scanner or a keyboard and proves its signature with the organization's own keys:
 * another organization's code is as unknown as a made-up one.
 */
export async function readPassCode(organizationId: string, text: string): Promise<ProvenCode> {
  if (text.length > maxCodeLength) return null
  const identifier = readIdentifier(text)
  if (identifier) return { by: identifier.kind, value: identifier.value }
  const read = readCode(text)
  if (read.kind === 'short') return { by: 'short_code', value: read.code }
  if (read.kind === 'unknown') return null
  const key = await publicKeyOf(organizationId, read.claims.keyId)
  const { keyId, passId: value, flags } = read.claims
  if (!key || !verifyPassCode(read, key)) return null
  const live = read.live && { step: read.live.step, isProven: verifyLivePart(organizationId, read.code, read.live) }
  return { by: 'id', value, issueNumber: issueOfFlags(flags), keyId, live }
}
