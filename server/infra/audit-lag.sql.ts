import { idAt, timeOfId } from '../core/ids'
import { pool } from './db'
import { auditLag } from './metrics'

/** How far back rows without a seal are looked for, in milliseconds; older ones are the verifier's to report. */
const lookBack = 3_600_000

/** Rows that wait for their seal, and the age of the oldest in seconds. */
export interface AuditLag {
  waiting: number
  oldest: number
}

/** Reads how many audit rows wait for their seal and how long, into the metrics too. */
export async function measureAudit(now = Date.now()): Promise<AuditLag> {
  const [row]: { waiting: bigint; first: string | null }[] = await pool.query(
    `SELECT COUNT(*) AS waiting, MIN(a.id) AS first FROM audit_logs a LEFT JOIN audit_seals s ON s.audit_log_id = a.id
     WHERE a.id >= ? AND s.audit_log_id IS NULL`,
    [idAt(now - lookBack)],
  )
  const lag = { waiting: Number(row?.waiting ?? 0), oldest: row?.first ? Math.max(0, now - timeOfId(row.first)) / 1_000 : 0 }
  auditLag.waiting.set(lag.waiting)
  auditLag.oldest.set(lag.oldest)
  return lag
}
