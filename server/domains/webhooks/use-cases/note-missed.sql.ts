import { pool } from '../../../infra/db'
import { noteDeliveries, type EventRow, type Listener } from '../fan-out.sql'

/** Events that one statement reads. */
const batch = 500

const missed = `SELECT id, organization_id, type, payload, occurred_at, sequence FROM outbox_events
  WHERE organization_id = ? AND sequence > ? AND type IN (?) AND occurred_at >= ? AND occurred_at < ? ORDER BY sequence LIMIT ${batch}`

/** Notes deliveries for the events of a span of which an endpoint was not told; those that are noted stay as they are. */
export async function noteMissed(
  organizationId: string,
  listener: Listener,
  types: readonly string[],
  { since, before }: { since: Date; before: Date },
): Promise<void> {
  for (let after = 0n; ;) {
    const events: EventRow[] = await pool.query(missed, [organizationId, after, types, since, before])
    await noteDeliveries(pool, events, () => [listener], new Date())
    const last = events.at(-1)
    if (!last || events.length < batch) return
    after = BigInt(last.sequence)
  }
}
