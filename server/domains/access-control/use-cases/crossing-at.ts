import type { Connection } from 'mariadb'
import { crossingOf, limitsOf, type Crossing } from '#shared/crossing'
import { footingOf, whereOf, type Footing } from '../passage'
import type { GateAtScan, PassAtGate } from './scan.sql'
import { readRoom } from './write-scan.sql'

/**
 * What an entry at a gate comes to for a pass: where it leads, whether there is room, and what it rests on. Counts who is inside only where
 * something that is entered has a capacity.
 */
export async function crossingAt(
  connection: Connection,
  organizationId: string,
  gate: GateAtScan,
  pass: PassAtGate,
): Promise<{ crossing: Crossing; footing: Footing }> {
  const crossing = crossingOf(gate.zones, gate.policy, gate, { where: whereOf(pass), movedAt: pass.movedAt })
  const { move, checksIn: asksGuest } = crossing
  const limits = limitsOf(gate.zones, gate.policy, move)
  const room = await readRoom(connection, organizationId, gate.siteId, limits)
  return { crossing: { ...crossing, room }, footing: footingOf(gate, pass, move, { asksGuest, limits }) }
}
