import { pool } from './db'
import { outboxLag, reactionDepth } from './metrics'

/** Reads how much waits in the outbox and by what age, and how many reactions stand where, into the metrics. */
export async function measureOutbox(): Promise<void> {
  const [waiting]: { waiting: bigint; oldest: Date | null }[] = await pool.query(
    'SELECT COUNT(*) AS waiting, MIN(occurred_at) AS oldest FROM outbox_events WHERE sequence IS NULL',
  )
  outboxLag.waiting.set(Number(waiting?.waiting ?? 0))
  outboxLag.oldest.set(waiting?.oldest ? (Date.now() - waiting.oldest.getTime()) / 1_000 : 0)
  const states: { status: string; depth: bigint }[] = await pool.query(
    "SELECT status, COUNT(*) AS depth FROM outbox_reactions WHERE status <> 'DONE' GROUP BY status",
  )
  for (const status of ['PENDING', 'DEAD'])
    reactionDepth.set({ status }, Number(states.find((state) => state.status === status)?.depth ?? 0))
}
