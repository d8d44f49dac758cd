import type { CheckinRow } from './gate-documents'

/**
 * Puts scans that just came on top of a list, newest first. One that is listed already is replaced where it stands:
 * nothing appears twice, and an annulment changes its row.
 * @param limit how many rows are kept
 */
export function mergeRows(rows: readonly CheckinRow[], news: readonly CheckinRow[], limit: number): readonly CheckinRow[] {
  const latest = new Map(news.map((row) => [row.id, row]))
  const kept = rows.map((row) => {
    const again = latest.get(row.id)
    latest.delete(row.id)
    return again ?? row
  })
  return [...[...latest.values()].reverse(), ...kept].slice(0, limit)
}
