import { idAt } from '../../../core/ids'
import { genesis, sealHash } from '../chain'
import { countUnsealed, readSealed, type SealedRow } from '../chain.sql'
import { readCheckpoints, type Checkpoint } from '../checkpoints'

/** Rows read at once. */
const pageSize = 2_000

/** How long a row may wait for its seal, and a seal for its checkpoint, before the chain counts as not proven, in milliseconds. */
const patience = { seal: 60_000, checkpoint: 180_000 }

/** What is wrong with a chain. */
export type ChainFault = 'ROW_MISSING' | 'ROW_CHANGED' | 'SEAL_MISSING' | 'CHAIN_REWRITTEN' | 'CHAIN_TRUNCATED'

/** Why a chain in which nothing is wrong is still not proven. */
export type ChainDoubt = 'NO_CHECKPOINT' | 'CHECKPOINT_OLD' | 'CHECKPOINT_UNPROVEN' | 'ROWS_UNSEALED'

/** What a look at a whole chain found. */
export interface ChainReport {
  chain: string
  state: 'INTACT' | 'NOT_PROVEN' | 'BROKEN'
  /** Rows whose seals were found right. */
  rows: number
  /** The place up to which checkpoints outside the database agree. */
  provenTo: number
  unsealed: number
  fault: { kind: ChainFault; sequence: number; auditLogId: string | null } | null
  doubt: ChainDoubt | null
  verifiedAt: Date
}

interface Walk {
  hash: Buffer
  rows: number
  provenTo: number
  /** When the first seal was set after the newest checkpoint that agrees. */
  uncoveredSince: Date | null
  fault: ChainReport['fault']
}

/** One step along the chain. @returns what is wrong there, if anything */
function step(walk: Walk, chain: string, row: SealedRow, seals: ReadonlyMap<number, ReadonlySet<string>>): ChainFault | null {
  const sequence = walk.rows + 1
  if (row.sequence !== sequence) return 'SEAL_MISSING'
  if (row.id === null) return 'ROW_MISSING'
  const hash = sealHash(walk.hash, { chain, sequence, sealedAt: row.sealed_at }, row)
  if (!hash.equals(row.hash)) return 'ROW_CHANGED'
  const attested = seals.get(sequence)
  if (attested && [...attested].some((seal) => seal !== hash.toString('hex'))) return 'CHAIN_REWRITTEN'
  walk.hash = hash
  walk.rows = sequence
  walk.uncoveredSince = attested ? null : (walk.uncoveredSince ?? row.sealed_at)
  if (attested) walk.provenTo = sequence
  return null
}

/** The rows of a chain; while some are looked at, the database finds the next. */
async function* sealedRows(chain: string): AsyncGenerator<SealedRow> {
  let coming: Promise<SealedRow[]> | undefined = readSealed(chain, 0, pageSize)
  while (coming) {
    const rows: SealedRow[] = await coming
    const last = rows.at(-1)
    coming = last && rows.length === pageSize ? readSealed(chain, last.sequence, pageSize) : undefined
    // An error is met where the page is awaited; a walk that ends early never does.
    coming?.catch(() => undefined)
    yield* rows
  }
}

async function walkChain(chain: string, checkpoints: Checkpoint[]): Promise<Walk> {
  const seals = new Map<number, Set<string>>()
  for (const { sequence, hash } of checkpoints) seals.set(sequence, (seals.get(sequence) ?? new Set()).add(hash))
  const walk: Walk = { hash: genesis, rows: 0, provenTo: 0, uncoveredSince: null, fault: null }
  for await (const row of sealedRows(chain)) {
    const kind = step(walk, chain, row, seals)
    if (kind) return { ...walk, fault: { kind, sequence: walk.rows + 1, auditLogId: row.audit_log_id } }
  }
  if ([...seals.keys()].some((sequence) => sequence > walk.rows))
    return { ...walk, fault: { kind: 'CHAIN_TRUNCATED', sequence: walk.rows + 1, auditLogId: null } }
  return walk
}

/**
 * Follows a chain from its first row to its last and compares it with the checkpoints outside the database.
 * A chain that agrees with itself is "intact" only where checkpoints say so too: one that was cut off, or made anew, agrees with itself.
 */
export async function verifyAuditChain(chain: string, now = new Date()): Promise<ChainReport> {
  // Checkpoints first: what is sealed meanwhile is newer than they are.
  const { byChain, unproven } = await readCheckpoints(chain)
  const checkpoints = byChain.get(chain) ?? []
  const { rows, provenTo, fault, uncoveredSince } = await walkChain(chain, checkpoints)
  const unsealed = await countUnsealed(chain, idAt(now.getTime() - patience.seal))
  const doubts: [ChainDoubt, boolean][] = [
    ['ROWS_UNSEALED', unsealed > 0],
    ['CHECKPOINT_UNPROVEN', unproven > 0],
    ['NO_CHECKPOINT', checkpoints.length === 0],
    ['CHECKPOINT_OLD', uncoveredSince !== null && uncoveredSince.getTime() < now.getTime() - patience.checkpoint],
  ]
  const doubt = doubts.find(([, holds]) => holds)?.[0] ?? null
  const state = fault ? 'BROKEN' : doubt ? 'NOT_PROVEN' : 'INTACT'
  return { chain, state, rows, provenTo, unsealed, fault, doubt: fault ? null : doubt, verifiedAt: now }
}
