import type { Connection } from 'mariadb'
import { crossingOf, limitsOf } from '#shared/crossing'
import type { EntryAsked } from '#shared/entry-decision'
import { footingOf, whereOf, type Footing } from '../passage'
import { readRuleUses } from './rule-uses.sql'
import type { GateAtScan, PassAtGate } from './scan.sql'
import { readRoom } from './write-scan.sql'

/**
 * What an entry at a gate comes to for a pass: where it leads, whether there is room, how often rules that count have let it in, and what it
 * rests on. Counts who is inside only where something that is entered has a capacity.
 */
export async function crossingAt(
  connection: Connection,
  organizationId: string,
  gate: GateAtScan,
  pass: PassAtGate,
): Promise<{ crossing: EntryAsked; footing: Footing }> {
  const crossing = crossingOf(gate.zones, gate.policy, gate, { where: whereOf(pass), movedAt: pass.movedAt })
  const { move, checksIn: asksGuest } = crossing
  const limits = limitsOf(gate.zones, gate.policy, move)
  // Sent together: a scan waits for one answer.
  const [room, uses] = await Promise.all([
    readRoom(connection, organizationId, gate.siteId, limits),
    readRuleUses(connection, organizationId, gate, pass),
  ])
  const footing = footingOf(gate, pass, move, { asksGuest, limits, isCountedByRule: uses !== null })
  return { crossing: { ...crossing, room, ruleUses: uses ?? {} }, footing }
}
