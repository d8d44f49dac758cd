import { log } from '../../../infra/log'
import { addCheckpoints, readCheckpoints } from '../checkpoints'
import { readTails } from '../chain.sql'

const day = 86_400_000

/** The last checkpoint of each chain, as this process knows it. */
let known: Map<string, number> | undefined

async function lastKnown(now: Date): Promise<Map<string, number>> {
  const { byChain } = await readCheckpoints(undefined, new Date(now.getTime() - day).toISOString().slice(0, 10))
  return new Map([...byChain].map(([chain, checkpoints]) => [chain, Math.max(...checkpoints.map(({ sequence }) => sequence))]))
}

/**
 * Writes down, outside the database, where every chain stands that has moved since the last time.
 * A chain that got shorter is said aloud: nothing of ours takes seals away.
 * @returns how many checkpoints were written
 */
export async function writeCheckpoints(now = new Date()): Promise<number> {
  known ??= await lastKnown(now)
  const tails = await readTails()
  const last = known
  const moved = tails.filter(({ chain, sequence }) => last.get(chain) !== sequence)
  for (const { chain, sequence } of moved)
    if (sequence < (last.get(chain) ?? 0)) log.error({ chain, sequence, before: last.get(chain) }, 'the audit chain got shorter')
  await addCheckpoints(
    moved.map(({ chain, sequence, hash }) => ({ chain, sequence, hash: hash.toString('hex'), at: now.toISOString() })),
    now,
  )
  for (const { chain, sequence } of moved) last.set(chain, sequence)
  return moved.length
}
