import type { z } from 'zod'
import { countHeadsSchema } from '#shared/schemas/presence'
import { zonesIn, type ZoneTree } from '#shared/whereabouts'
import { actorId, audit } from '../../../../core/audit'
import { authorizeWithin, refusal } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { once } from '../../../../core/idempotency'
import { isId, newId } from '../../../../core/ids'
import { isSiteWithin } from '../../../../core/within'
import type { Reconciliation } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { peopleByZone } from '../people-by-zone'

/** One line of a count: of a zone with those in it, or of the whole site where the zone is null. */
export interface HeadCount {
  zoneId: string | null
  counted: number
  /** How many the ledger had there just then. */
  ledger: number
}

/** The lines of a count as they are kept. */
export const countsOf = ({ counts }: Pick<Reconciliation, 'counts'>): HeadCount[] => counts as unknown as HeadCount[]

/**
 * Keeps a count of heads with what the ledger had at that moment. It changes nothing: what differs is corrected one by one.
 * @returns it, or NOT_FOUND (site, zone), VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function countHeads(ctx: Ctx, input: z.input<typeof countHeadsSchema>): Promise<Reconciliation | Failure> {
  const reach = authorizeWithin(ctx, 'scan:admit')
  const countedById = ctx.actor.type === 'user' ? actorId(ctx) : null
  if (countedById === null) throw refusal(ctx)
  const { data, failed } = validate(ctx, countHeadsSchema, input)
  if (failed) return failed
  const { siteId, idempotencyKey, counts } = data
  if (!isId(siteId) || !isSiteWithin(reach, siteId)) return notFound(ctx, 'siteId')
  const find = (id: string) => ctx.db.reconciliation.findUnique({ where: { id } })
  return once(ctx, { key: idempotencyKey, operation: 'countHeads', input: { siteId, counts } }, find, async (tx) => {
    const site = await tx.site.findUnique({ where: { id: siteId }, select: { zones: true } })
    if (!site) return notFound(ctx, 'siteId')
    const tree = new Map(site.zones.map((zone) => [zone.id, zone]))
    if (counts.some(({ zoneId }) => zoneId && !tree.has(zoneId))) return notFound(ctx, 'counts')
    const lines = await heldAgainst(tx, siteId, tree, counts)
    const row = { id: newId(), organizationId: organizationOf(ctx), siteId, countedById, countedAt: ctx.now(), counts: lines as never }
    const kept = await tx.reconciliation.create({ data: row })
    const differing = lines.filter(({ counted, ledger }) => counted !== ledger).length
    await audit(ctx, tx, 'presence.reconcile', { type: 'Site', id: siteId }, { reconciliationId: kept.id, differing })
    return kept
  })
}

async function heldAgainst(
  tx: TenantTransaction,
  siteId: string,
  tree: ZoneTree,
  counts: z.output<typeof countHeadsSchema>['counts'],
): Promise<HeadCount[]> {
  const people = await peopleByZone(tx, siteId)
  const all = await tx.visitPass.aggregate({ where: { siteId, presence: 'INSIDE', type: 'GROUP' }, _sum: { peopleInside: true } })
  const single = await tx.visitPass.count({ where: { siteId, presence: 'INSIDE', type: { not: 'GROUP' } } })
  const inside = single + (all._sum.peopleInside ?? 0)
  const inZone = (zoneId: string) => zonesIn(tree, zoneId).reduce((sum, zone) => sum + (people.get(zone.id) ?? 0), 0)
  return counts.map(({ zoneId, counted }) => ({ zoneId: zoneId ?? null, counted, ledger: zoneId ? inZone(zoneId) : inside }))
}
