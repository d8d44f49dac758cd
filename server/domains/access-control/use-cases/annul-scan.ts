import type { z } from 'zod'
import { annulScanSchema } from '#shared/schemas/access-control'
import { whereBefore, type Whereabouts } from '#shared/whereabouts'
import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { Prisma, type Checkin } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { CheckinAnnulled } from '../events'
import { whereOf } from '../passage'
import { scannerOf } from '../scanner'
import { heldPass } from './hold-pass.sql'

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
    await giveBack(ctx, tx, checkin)
    const { id: checkinId, gateId, siteId, visitPassId } = checkin
    await emit(tx, scanner.organizationId, CheckinAnnulled, { checkinId, gateId, siteId, visitPassId: visitPassId ?? '' }, ctx.now())
    await audit(ctx, tx, 'scan.annul', { type: 'Checkin', id: checkinId })
    return checkin
  })
}

/** Undoes the movement, unless the person has moved on since. */
async function giveBack(ctx: Ctx, tx: TenantTransaction, { visitPassId, movement, zoneFrom, zoneTo, occurredAt }: Checkin): Promise<void> {
  const pass = movement && (await heldPass(ctx, tx, visitPassId ?? ''))
  if (!pass) return
  const { id } = pass
  const before = whereBefore(whereOf(pass), { kind: movement, from: zoneFrom, to: zoneTo })
  const back = { zones: zonesOf(before), moves: { increment: 1 } }
  const put = (data: Prisma.VisitPassUncheckedUpdateManyInput) => tx.visitPass.updateMany({ where: { id }, data: { ...back, ...data } })
  if (movement === 'WITHIN') {
    if (pass.presence === 'INSIDE') await put({})
    return
  }
  if (movement === 'OUT') {
    if (pass.type === 'GROUP' && pass.peopleInside > 0) await put({ peopleInside: { increment: 1 } })
    else if (pass.presence === 'LEFT') await put({ presence: 'INSIDE', insideSince: occurredAt, peopleInside: 1 })
    return
  }
  await tx.visitPass.updateMany({ where: { id, entriesUsed: { gt: 0 } }, data: { entriesUsed: { decrement: 1 } } })
  await tx.visitPass.updateMany({ where: { id, status: 'USED' }, data: { status: 'ACTIVE' } })
  if (pass.presence !== 'INSIDE') return
  const isGroup = pass.type === 'GROUP'
  if (isGroup && pass.peopleInside > 1) await put({ peopleInside: { decrement: 1 } })
  else if (pass.entriesUsed <= 1) await put({ insideSince: null, peopleInside: 0, presence: 'EXPECTED' })
  else if (isGroup || pass.insideSince?.getTime() === occurredAt.getTime())
    await put({ insideSince: null, peopleInside: 0, presence: 'LEFT' })
}

const zonesOf = ({ zones }: Whereabouts) => (Object.keys(zones).length > 0 ? zones : Prisma.DbNull)
