import type { RuleUses } from '../access-rules'
import type { DenialReason, VisitPassStatus, VisitPassType } from '../generated/gql/graphql'

/** A pass and its guest as a gate keeps them: sealed, so that only the code of the pass itself opens it. Times are ISO 8601. */
export interface RosterPass {
  type: VisitPassType
  status: VisitPassStatus
  validFrom: string
  validTo: string
  /** Null: as many entries as the window holds. */
  entriesLimit: number | null
  entriesUsed: number
  outstanding: number
  visitorTypeId: string | null
  /** Rules that were assigned to it, and to its visit. */
  passRuleIds: readonly string[]
  visitRuleIds: readonly string[]
  /** How often rules that count have let it in. */
  ruleUses: RuleUses
  inside: number
  zones: Record<string, number>
  /** How often somebody has moved on it: what a scan says of it afterwards tells whether this knows of the scan. */
  moves: number
  movedAt: string | null
  /** What its changing codes are made by, in base64; absent in a line of before there were such codes. */
  liveKey?: string
  visitor: { name: string; company: string | null }
  visit: { host: string; room: string | null; startsAt: string; endsAt: string } | null
}

/** What a gate knows of a pass without its code. */
export interface RosterLine {
  passId: string
  /** Until when it matters, ISO 8601. */
  until: string
  /** The sealed {@link RosterPass} in base64: a byte of the format, 12 of the nonce, ciphertext and tag; null where the pass opens nothing. */
  sealed: string | null
  /** Why it opens nothing. */
  reason: DenialReason | null
}

/** What the key of a line is derived for: HKDF-SHA256 of the whole code, without salt. The 64 bytes of its signature cannot be guessed. */
export const rosterKeyInfo = 'guest-center:roster:v1'

/** What a line is bound to: moved to another pass it does not open. */
export const rosterPlace = (passId: string): string => `roster:${passId}`

/** What the text begins with under which a scanned code lies on a device until it is told. */
export const sealedCodePrefix = 'GCS1:'

/** What the key of a sealed code is derived for: HKDF-SHA256 of the X25519 secret, salted with both public keys. */
export const sealedCodeInfo = 'guest-center:offline-scan:v1'
