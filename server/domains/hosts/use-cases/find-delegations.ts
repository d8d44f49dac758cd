import type { Ctx } from '../../../core/ctx'
import type { HostDelegation, Prisma } from '../../../generated/prisma/client'
import { maySetUpHost } from '../policy'

const notOver = (now: Date): Prisma.HostDelegationWhereInput => ({ endedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] })

/** Who acts for a host now or later. */
export const delegatesOf = (ctx: Ctx, hostId: string): Promise<HostDelegation[]> =>
  ctx.db.hostDelegation.findMany({ where: { hostId, ...notOver(ctx.now()) }, orderBy: { id: 'asc' } })

/** For whom a host acts now or later. */
export const delegationsTo = (ctx: Ctx, delegateId: string): Promise<HostDelegation[]> =>
  ctx.db.hostDelegation.findMany({ where: { delegateId, ...notOver(ctx.now()) }, orderBy: { id: 'asc' } })

/** Delegations by id, as far as they concern the caller or whom the caller may set up. */
export async function findDelegations(ctx: Ctx, ids: readonly string[]): Promise<HostDelegation[]> {
  if (ctx.organizationId === null) return []
  const rows = await ctx.db.hostDelegation.findMany({ where: { id: { in: [...ids] } } })
  return rows.filter(({ hostId, delegateId }) => maySetUpHost(ctx, hostId) || delegateId === ctx.hostId)
}

/** A host for whom somebody acts. */
export interface ActingForRow {
  hostId: string
  mayChange: boolean
}

/** For whom the caller acts now: by a delegation, or standing in for somebody who is away. */
export function actingFor(ctx: Ctx): ActingForRow[] {
  const mayChange = new Set(ctx.delegated.get('appointment:create') ?? [])
  const hosts = new Set([...(ctx.delegated.get('appointment:read') ?? []), ...mayChange])
  return [...hosts].map((hostId) => ({ hostId, mayChange: mayChange.has(hostId) }))
}
