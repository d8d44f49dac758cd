import { anonymous, createCtx, type Ctx, type GateGrant } from '../../core/ctx'
import type { Permission } from '../../core/permissions'
import type { AccessController, ControllerReader } from '../../generated/prisma/client'

/** A controller with its readers. */
export type ControllerWithReaders = AccessController & { readers: ControllerReader[] }

/** The context in which a controller scans: at the gates of its readers, in their directions, like every scanner. */
export function asController({ id, organizationId, readers, revokedAt }: ControllerWithReaders, now: () => Date): Ctx {
  const gates = new Map<string, GateGrant>()
  for (const { gateId, direction } of readers) {
    const known = gates.get(gateId) ?? { mayAdmit: false, mayCheckOut: false }
    gates.set(gateId, direction === 'ENTRY' ? { ...known, mayAdmit: true } : { ...known, mayCheckOut: true })
  }
  const actor = { type: 'device' as const, id, gates, isLocked: revokedAt !== null }
  return createCtx({ ...anonymous, actor, organizationId, permissions: new Set<Permission>(['scan:admit']) }, { language: 'ru', now })
}

/** Who scans, as the use-cases of the gates know it. */
export const scannerOfController = ({ id, organizationId }: AccessController) => ({
  id,
  organizationId,
  source: 'DEVICE' as const,
  reach: 'all' as const,
})
