import { createHash } from 'node:crypto'
import { actorId } from '../../core/audit'
import { authorizeWithin, refusal, type Reach } from '../../core/authorize'
import { organizationOf, type Ctx } from '../../core/ctx'
import type { Failure } from '../../core/errors'
import { invalid, notFound } from '../../core/failures'
import type { Permission } from '../../core/permissions'
import { isSiteWithin } from '../../core/within'

/** Who scans: the organization, the id that goes into the check-in (never null) and what kind it is. */
export interface Scanner {
  organizationId: string
  id: string
  source: 'DEVICE' | 'API' | 'DESK'
  /** Where it may scan. */
  reach: Exclude<Reach, 'none'>
}

/** The scanner behind a request. @throws Refusal for one that may not scan */
export function scannerOf(ctx: Ctx, permission: Permission): Scanner {
  const reach = authorizeWithin(ctx, permission)
  const id = actorId(ctx)
  if (id === null) throw refusal(ctx)
  const source = ctx.actor.type === 'device' ? 'DEVICE' : ctx.actor.type === 'key' ? 'API' : 'DESK'
  return { organizationId: organizationOf(ctx), id, source, reach }
}

/** Why a device may not scan here this way; null when it may. Enrolment fixes both gate and direction; a locked one scans nowhere. */
export function deviceRefusal(ctx: Ctx, scan: { gateId: string; direction: 'ENTRY' | 'EXIT' }): Failure | null {
  if (ctx.actor.type !== 'device') return null
  if (ctx.actor.isLocked) return invalid(ctx, [{ path: ['gateId'], key: 'deviceLocked' }])
  const grant = ctx.actor.gates.get(scan.gateId)
  if (!grant) return notFound(ctx, 'gateId')
  const allowed = scan.direction === 'ENTRY' ? grant.mayAdmit : grant.mayCheckOut
  return allowed ? null : invalid(ctx, [{ path: ['direction'], key: 'directionNotEnrolled' }])
}

/** A gate as far as passing through it goes. */
interface Passage {
  closedAt: Date | null
  siteClosedAt: Date | null
}

/** Why nobody is let in at a gate that is closed, by itself or with its site; null for leaving, which no closing forbids. */
export const closedGateRefusal = (ctx: Ctx, { direction }: { direction: 'ENTRY' | 'EXIT' }, gate: Passage): Failure | null =>
  direction === 'ENTRY' && (gate.closedAt ?? gate.siteClosedAt) ? invalid(ctx, [{ path: ['gateId'], key: 'gateClosed' }]) : null

/** Whether somebody scans at this gate: a person who may scan at some sites only has no others. */
export const isOwnGate = ({ reach }: Scanner, gate: { siteId: string }): boolean => isSiteWithin(reach, gate.siteId)

/** SHA-256 of a code as scanned: what a repeated nonce is compared by. */
export const hashCode = (code: string): Buffer => createHash('sha256').update(code).digest()
