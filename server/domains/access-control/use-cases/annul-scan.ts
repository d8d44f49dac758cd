import type { z } from 'zod'
import { annulScanSchema } from '#shared/schemas/access-control'
import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import type { Checkin } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { CheckinAnnulled } from '../events'
import { scannerOf } from '../scanner'

/** How long after a scan the arm may report that it did not turn, in milliseconds. */
const annulable = 15 * 60 * 1_000

/**
 * Withdraws the scanner's own admitted scan because the arm did not turn: the entry is given back and the person stands
 * where they stood. Doing it again changes nothing.
 * @returns the check-in, ANNULLED, or NOT_FOUND (no such scan of this scanner), VALIDATION_FAILED (denied, or too long ago)
 */
export async function annulScan(ctx: Ctx, input: z.input<typeof annulScanSchema>): Promise<Checkin | Failure> {
  const scanner = scannerOf(ctx, 'scan:admit')
  const { data, failed } = validate(ctx, annulScanSchema, input)
  if (failed) return failed
  const since = new Date(ctx.now().getTime() - annulable)
  return ctx.transaction(async (tx) => {
    const { count } = await tx.checkin.updateMany({
      where: { scannerId: scanner.id, nonce: data.nonce, result: 'ADMITTED', recordedAt: { gte: since } },
      data: { result: 'ANNULLED', annulledAt: ctx.now() },
    })
    const checkin = await tx.checkin.findFirst({ where: { scannerId: scanner.id, nonce: data.nonce } })
    if (!checkin) return notFound(ctx, 'nonce')
    if (count === 0)
      return checkin.result === 'ANNULLED'
        ? checkin
        : invalid(ctx, [{ path: ['nonce'], key: checkin.result === 'DENIED' ? 'scanWasDenied' : 'scanTooLongAgo' }])
    await giveBack(tx, checkin)
    const { id: checkinId, gateId, siteId, visitPassId } = checkin
    await emit(tx, scanner.organizationId, CheckinAnnulled, { checkinId, gateId, siteId, visitPassId: visitPassId ?? '' }, ctx.now())
    await audit(ctx, tx, 'scan.annul', { type: 'Checkin', id: checkinId })
    return checkin
  })
}

/** Undoes the movement, unless the person has moved on since. */
async function giveBack(tx: TenantTransaction, { visitPassId, direction, occurredAt }: Checkin): Promise<void> {
  const id = visitPassId ?? ''
  const others = await moveOfGroup(tx, id, direction)
  if (direction === 'EXIT') {
    const back = { presence: 'INSIDE' as const, insideSince: occurredAt, peopleInside: 1 }
    if (!others) await tx.visitPass.updateMany({ where: { id, presence: 'LEFT' }, data: back })
    return
  }
  await tx.visitPass.updateMany({ where: { id, entriesUsed: { gt: 0 } }, data: { entriesUsed: { decrement: 1 } } })
  await tx.visitPass.updateMany({ where: { id, status: 'USED' }, data: { status: 'ACTIVE' } })
  if (others) return
  const gone = { insideSince: null, peopleInside: 0 }
  await tx.visitPass.updateMany({ where: { id, presence: 'INSIDE', entriesUsed: 0 }, data: { ...gone, presence: 'EXPECTED' } })
  await tx.visitPass.updateMany({
    where: { id, presence: 'INSIDE', OR: [{ insideSince: occurredAt }, { type: 'GROUP' }] },
    data: { ...gone, presence: 'LEFT' },
  })
}

/** Of a group one person fewer, or again one more, is inside. @returns whether others of it are inside all the same */
async function moveOfGroup(tx: TenantTransaction, id: string, direction: Checkin['direction']): Promise<boolean> {
  const [peopleInside, step] = direction === 'ENTRY' ? [{ gt: 1 }, { decrement: 1 }] : [{ gt: 0 }, { increment: 1 }]
  const { count } = await tx.visitPass.updateMany({ where: { id, type: 'GROUP', peopleInside }, data: { peopleInside: step } })
  return count === 1
}
