import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { Gate, Site } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { holdSite } from './hold-site.sql'

/**
 * Takes a gate for the rest of the transaction by taking its site: of two who close gates of one site the second sees what the
 * first did.
 * @returns both as they are now; null for a gate that the organization does not have
 */
export async function holdGate(ctx: Ctx, tx: TenantTransaction, id: string): Promise<{ gate: Gate; site: Site } | null> {
  const found = isId(id) ? await tx.gate.findUnique({ where: { id }, select: { siteId: true } }) : null
  const site = found && (await holdSite(ctx, tx, found.siteId))
  const gate = site && (await tx.gate.findUnique({ where: { id } }))
  return gate ? { gate, site } : null
}
