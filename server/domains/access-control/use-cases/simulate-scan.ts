import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import { isSiteWithin, passesWithin } from '../../../core/within'
import type { DenialReason } from '../../../generated/prisma/enums'
import { urgently } from '../../../infra/urgent-pool'
import { decideEntry, type EntryAsked } from '#shared/entry-decision'
import { explainMissing, explainScan } from '../scan-trace'
import { crossingAt } from './crossing-at'
import { readScan, type ScanRead } from './scan.sql'

/** What a scan would come to, and by what. */
export interface ScanSimulation {
  admitted: boolean
  reason: DenialReason | null
  trace: string[]
}

/**
 * What would come of showing a pass at a gate at some moment, as pass and rules stand and as people are inside now. Nothing is recorded.
 * The guest is taken to show the page of the pass, where codes change. Of an entry for which something has to be seen to first the trace says what: it is not admitted by itself, and not denied.
 * @returns null for a pass or a gate that the caller does not see
 * @throws Refusal
 */
export async function simulateScan(
  ctx: Ctx,
  { visitPassId, gateId, direction, at }: { visitPassId: string; gateId: string; direction: 'ENTRY' | 'EXIT'; at: Date },
): Promise<ScanSimulation | null> {
  const [passes, gates] = [authorizeWithin(ctx, 'pass:read'), authorizeWithin(ctx, 'gate:read')]
  if (!isId(visitPassId) || !isId(gateId)) return null
  if ((await ctx.db.visitPass.count({ where: { AND: [{ id: visitPassId }, passesWithin(passes)] } })) === 0) return null
  const asked = { gateId, scannerId: '', nonce: '', pass: { by: 'id', value: visitPassId } as const }
  return urgently(async (connection) => {
    const read = await readScan(connection, organizationOf(ctx), asked)
    if (!read?.pass || !isSiteWithin(gates, read.gate.siteId)) return null
    const { crossing } = await crossingAt(connection, organizationOf(ctx), read.gate, read.pass)
    return simulated(ctx, { ...read, pass: read.pass, crossing }, direction, at)
  })
}

function simulated(
  { language }: Ctx,
  { pass, gate, crossing }: ScanRead & { pass: NonNullable<ScanRead['pass']>; crossing: EntryAsked },
  direction: 'ENTRY' | 'EXIT',
  at: Date,
): ScanSimulation {
  const scan = { direction, result: 'ADMITTED' as const, reason: null, forced: false, visitPassId: pass.id, steps: [] }
  if (direction === 'EXIT') return { admitted: true, reason: null, trace: explainScan(language, scan) }
  const decision = decideEntry(pass, gate, crossing, at, 'LIVE', [])
  const { steps } = decision
  if (decision.verdict === 'denied') {
    const { reason } = decision
    return { admitted: false, reason, trace: explainScan(language, { ...scan, result: 'DENIED', reason, steps }) }
  }
  const trace = explainScan(language, { ...scan, steps })
  if (decision.verdict === 'admitted') return { admitted: true, reason: null, trace }
  return { admitted: false, reason: null, trace: [...trace.slice(0, -1), ...explainMissing(language, decision.missing)] }
}
