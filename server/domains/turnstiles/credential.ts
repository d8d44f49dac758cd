import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Direction, Presence, VisitPassStatus } from '../../generated/prisma/enums'

/** What a controller holds of a pass, so that it can decide by itself. No name, no code: whoever has the controller has hashes. */
export interface Credential {
  /** The id of the pass. */
  id: string
  /** Hash of all the rest: the same version is the same credential. */
  version: string
  /** SHA-256 of the code as it is shown, base64. */
  code: string
  /** Where it lets in, when, and how often more (null: as often as one likes); null where it lets nobody in. */
  entry: { readers: string[]; from: string; until: string; times: number | null } | null
  /** Where it lets out: always. */
  exit: { readers: string[] }
  /** By which cards and plates its guest is known too; absent where by none, or where the controller keeps none. */
  cards?: KnownNumbers
  plates?: KnownNumbers
}

/** Numbers by which a guest is known at some readers: hashes under the secret of the controller, for it alone (`number-hash.ts`). */
export interface KnownNumbers {
  hashes: string[]
  readers: string[]
}

/** Hashes of the numbers by which a guest is known beside the code. */
export interface PassNumbers {
  cards: readonly string[]
  plates: readonly string[]
}

/** A pass as far as its credential goes. */
export interface CredentialPass {
  id: string
  status: VisitPassStatus
  presence: Presence
  /** They count as gone, and nobody saw them leave: they may have to get out. */
  mayBeInside?: boolean
  validFrom: Date
  validTo: Date
  entriesLimit: number | null
  entriesUsed: number
  /** What the guest still has to do, a bit each. */
  outstanding: number
}

/** A reader as far as credentials go. */
export interface CredentialReader {
  key: string
  direction: Direction
  /** Whether an entry there takes more than a pass that is good: a rule, a free place, a look at a document. Then the server is asked. */
  asksServer: boolean
  /** Whether its gate believes cards and plates. */
  readsCards: boolean
  readsPlates: boolean
}

/** From how long before it begins to be valid a controller holds a pass, in milliseconds. */
export const horizon = 24 * 3_600_000

/** What of a credential is known of those that a controller names. */
export const heldSchema = z.object({ id: z.string().max(64), version: z.string().max(64) })

const versionOf = (content: Omit<Credential, 'version'>): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)

const keysOf = (readers: readonly CredentialReader[]): string[] => readers.map(({ key }) => key).toSorted()

const noNumbers: PassNumbers = { cards: [], plates: [] }

/** Numbers at those readers of a credential that read such; nothing where there are none. */
const knownAt = (hashes: readonly string[], readers: readonly CredentialReader[]): KnownNumbers | undefined =>
  hashes.length > 0 && readers.length > 0 ? { hashes: hashes.toSorted(), readers: keysOf(readers) } : undefined

/**
 * What a controller shall hold of a pass: what lets its guest in while it is good, and out for as long as they are inside, whatever has
 * become of it meanwhile. Whoever counts as gone unseen is let out for as long as they may be inside.
 * @param codeHash SHA-256 of its newest code
 * @param numbers by which it is known too, where the controller keeps such
 * @returns null where it shall hold nothing
 */
export function credentialOf(
  pass: CredentialPass,
  codeHash: Buffer,
  readers: readonly CredentialReader[],
  now: Date,
  numbers = noNumbers,
): Credential | null {
  const left = pass.entriesLimit === null ? null : pass.entriesLimit - pass.entriesUsed
  const isGood = pass.status === 'ACTIVE' && pass.validTo > now && pass.validFrom.getTime() - now.getTime() <= horizon
  const mayEnter = isGood && pass.outstanding === 0 && (left === null || left > 0)
  const doors = mayEnter ? readers.filter(({ direction, asksServer }) => direction === 'ENTRY' && !asksServer) : []
  const exits = readers.filter(({ direction }) => direction === 'EXIT')
  if (doors.length === 0 && (exits.length === 0 || (!isGood && pass.presence !== 'INSIDE' && !pass.mayBeInside))) return null
  const window = { from: pass.validFrom.toISOString(), until: pass.validTo.toISOString() }
  const entry = doors.length > 0 ? { readers: keysOf(doors), ...window, times: left } : null
  const open = [...doors, ...exits]
  const [cards, plates] = [
    knownAt(
      numbers.cards,
      open.filter(({ readsCards }) => readsCards),
    ),
    knownAt(
      numbers.plates,
      open.filter(({ readsPlates }) => readsPlates),
    ),
  ]
  const known = { ...(cards && { cards }), ...(plates && { plates }) }
  const content = { id: pass.id, code: codeHash.toString('base64'), entry, exit: { readers: keysOf(exits) }, ...known }
  return { ...content, version: versionOf(content) }
}
