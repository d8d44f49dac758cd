import { organizationOf, type Ctx } from '../../../../core/ctx'
import { newId } from '../../../../core/ids'
import type { Move } from '#shared/whereabouts'
import { Prisma, type VisitPass } from '../../../../generated/prisma/client'
import type { CheckinSource } from '../../../../generated/prisma/enums'
import { emit } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { CheckinRegistered, CheckoutRegistered, PassMoved } from '../../events'
import type { Corrected } from '../../presence-correction'

/** A correction of where the people of a pass are, as it is written. */
export interface WrittenCorrection {
  /** Who says so; for the clock of a site its id. */
  scanner: { id: string; source: CheckinSource }
  direction: 'ENTRY' | 'EXIT'
  /** The gate that stands in its check-ins. */
  gateId: string
  /** Tells it from every other of its scanner; each check-in adds its place, the last has 0. */
  nonce: string
  codeHash: Buffer
  reason: string
  reconciliationId: string | null
  at: Date
}

/** The gate that saw somebody last; of whom none has, the first one that leads into the site. @returns null for a site without gates */
export async function lastGateOf(tx: TenantTransaction, { id, siteId }: Pick<VisitPass, 'id' | 'siteId'>): Promise<string | null> {
  const where = { visitPassId: id, siteId, result: 'ADMITTED' as const }
  const seen = await tx.checkin.findFirst({ where, orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], select: { gateId: true } })
  if (seen) return seen.gateId
  const gate = await tx.gate.findFirst({ where: { siteId }, orderBy: [{ isInner: 'asc' }, { id: 'asc' }], select: { id: true } })
  return gate?.id ?? null
}

/**
 * Writes a correction: the pass, which the caller holds, a check-in for each person who moves, forced and with its reason, and an event for
 * each. What gates wrote stays.
 * @returns the check-ins, the last one last
 */
export async function writeMoves(ctx: Ctx, tx: TenantTransaction, pass: VisitPass, corrected: Corrected, correction: WrittenCorrection) {
  const { nonce, at } = correction
  const { count } = await tx.visitPass.updateMany({ where: { id: pass.id, moves: pass.moves }, data: standingAfter(pass, corrected, at) })
  if (count !== 1) throw new Error('A pass moved while it was held')
  const last = corrected.moves.length - 1
  const checkins = corrected.moves.map((move, index) => checkinOf(ctx, correction, pass, move, `${nonce}:${last - index}`))
  await tx.checkin.createMany({ data: checkins })
  for (const checkin of checkins) await announce(tx, checkin)
  return checkins
}

/** What stands on a pass afterwards. */
function standingAfter(pass: VisitPass, { moves, where }: Corrected, at: Date): Prisma.VisitPassUncheckedUpdateManyInput {
  const entries = moves.filter(({ kind }) => kind === 'IN').length
  const entriesUsed = pass.entriesUsed + entries
  const isUsedUp = pass.status === 'ACTIVE' && entries > 0 && pass.entriesLimit !== null && entriesUsed >= pass.entriesLimit
  const isInside = where.inside > 0
  return {
    entriesUsed,
    status: isUsedUp ? 'USED' : pass.status,
    presence: isInside ? 'INSIDE' : 'LEFT',
    peopleInside: where.inside,
    insideSince: isInside ? (entries > 0 ? at : (pass.insideSince ?? at)) : null,
    zones: Object.keys(where.zones).length > 0 ? where.zones : Prisma.DbNull,
    moves: { increment: moves.length },
    movedAt: at,
  }
}

function checkinOf(ctx: Ctx, correction: WrittenCorrection, { id: visitPassId, siteId }: VisitPass, move: Move, nonce: string) {
  const { scanner, direction, gateId, codeHash, reason, reconciliationId, at } = correction
  return {
    id: newId(),
    organizationId: organizationOf(ctx),
    visitPassId,
    siteId,
    gateId,
    direction,
    result: 'ADMITTED' as const,
    source: scanner.source,
    scannerId: scanner.id,
    nonce,
    codeHash: new Uint8Array(codeHash),
    forced: true,
    forcedReason: reason,
    movement: move.kind,
    zoneFrom: move.from,
    zoneTo: move.to,
    isCorrection: true,
    reconciliationId,
    occurredAt: at,
    recordedAt: ctx.now(),
  }
}

/** What an event says of who wrote it; nothing where a person at a desk, or a program, did. */
const causes: Partial<Record<CheckinSource, 'AUTOMATIC' | 'HOST'>> = { CLOCK: 'AUTOMATIC', HOST: 'HOST' }

async function announce(tx: TenantTransaction, row: ReturnType<typeof checkinOf>): Promise<void> {
  const { id: checkinId, organizationId, visitPassId, gateId, siteId, movement, source, occurredAt } = row
  const place = { checkinId, visitPassId, gateId, siteId, forced: true }
  const cause = causes[source]
  if (movement === 'OUT') await emit(tx, organizationId, CheckoutRegistered, { ...place, ...(cause ? { cause } : {}) }, occurredAt)
  else await emit(tx, organizationId, movement === 'IN' ? CheckinRegistered : PassMoved, place, occurredAt)
}
