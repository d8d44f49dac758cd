import type { z } from 'zod'
import { correctPresenceSchema } from '#shared/schemas/presence'
import { audit } from '../../../../core/audit'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { refusal } from '../../../../core/authorize'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { failure, invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import { isSiteWithin } from '../../../../core/within'
import type { Checkin, VisitPass } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { whereOf } from '../../passage'
import { correctionOf } from '../../presence-correction'
import { hashCode, scannerOf, type Scanner } from '../../scanner'
import { heldPass } from '../../../../core/held-pass.sql'
import { holdState } from './hold-state.sql'
import { lastGateOf, writeMoves } from './write-moves'

type Correction = z.output<typeof correctPresenceSchema> & { scanner: Scanner; at: Date }

/** By how much a clock may be ahead, in milliseconds. */
const bearable = 60_000

/**
 * Says where somebody is against what gates have seen: that they have left, or are inside, in a zone, since some moment. It is written as
 * check-ins of its own, forced and with a reason; what gates wrote stays. It rests on what its author saw: `moves` of the pass then.
 * That somebody has left takes the right to scan, for leaving is refused nowhere; that they are inside takes the right to override.
 * @returns the last of its check-ins, or NOT_FOUND (pass, zone, reconciliation), EDIT_CONFLICT for whoever was overtaken, VALIDATION_FAILED, NONCE_REUSED
 */
export async function correctPresence(ctx: Ctx, input: z.input<typeof correctPresenceSchema>): Promise<Checkin | Failure> {
  const scanner = scannerOf(ctx, input.presence === 'LEFT' ? 'scan:admit' : 'scan:override')
  if (ctx.actor.type === 'device') throw refusal(ctx)
  const { data, failed } = validate(ctx, correctPresenceSchema, input)
  if (failed) return failed
  const correction = { ...data, scanner, at: new Date(Math.min((data.at ?? ctx.now()).getTime(), ctx.now().getTime())) }
  if (data.at && data.at.getTime() > ctx.now().getTime() + bearable) return invalid(ctx, [{ path: ['at'], key: 'correctionAhead' }])
  const pass = isId(data.visitPassId) ? await ctx.db.visitPass.findUnique({ where: { id: data.visitPassId } }) : null
  if (!pass || !isSiteWithin(scanner.reach, pass.siteId)) return notFound(ctx, 'visitPassId')
  return allOrNothing(ctx, async (tx) => {
    await holdState(ctx, tx, pass.siteId)
    const held = await heldPass(ctx, tx, pass.id)
    return held ? correct(ctx, tx, correction, held) : notFound(ctx, 'visitPassId')
  })
}

async function correct(ctx: Ctx, tx: TenantTransaction, correction: Correction, pass: VisitPass): Promise<Checkin | Failure> {
  const { scanner, at } = correction
  const last = `${correction.nonce}:0`
  const earlier = await tx.checkin.findFirst({ where: { scannerId: scanner.id, nonce: last } })
  if (earlier) return answerAgain(ctx, correction, earlier)
  if (pass.moves !== correction.moves) return failure(ctx, 'EditConflict', 'EDIT_CONFLICT', 'presenceChanged', { path: ['input', 'moves'] })
  if (pass.movedAt && at < pass.movedAt) return invalid(ctx, [{ path: ['at'], key: 'correctionTooEarly' }])
  const place = await placeOf(ctx, tx, correction, pass)
  if ('failure' in place) return place
  const said = { presence: correction.presence, zoneId: correction.zoneId ?? null, people: correction.people ?? 1 }
  const corrected = correctionOf(place.tree, whereOf(pass), said)
  if (typeof corrected === 'string') return invalid(ctx, [{ path: ['presence'], key: corrected }])
  const checkins = await writeMoves(ctx, tx, pass, corrected, {
    scanner,
    direction: correction.presence === 'LEFT' ? 'EXIT' : 'ENTRY',
    gateId: place.gateId,
    nonce: correction.nonce,
    codeHash: hashOf(correction),
    reason: correction.reason,
    reconciliationId: correction.reconciliationId ?? null,
    at,
  })
  const trace = {
    reason: correction.reason,
    presence: correction.presence,
    people: corrected.moves.length,
    checkinId: checkins.at(-1)?.id ?? '',
  }
  await audit(ctx, tx, 'presence.correct', { type: 'VisitPass', id: pass.id }, trace)
  return tx.checkin.findFirstOrThrow({ where: { scannerId: scanner.id, nonce: last } })
}

function answerAgain(ctx: Ctx, correction: Correction, earlier: Checkin): Checkin | Failure {
  const isSame = earlier.isCorrection && Buffer.from(earlier.codeHash).equals(hashOf(correction))
  return isSame ? earlier : failure(ctx, 'NonceReused', 'NONCE_REUSED', 'nonceReused', { path: ['input', 'nonce'] })
}

const hashOf = ({ visitPassId, presence, zoneId, people, moves }: Correction) =>
  hashCode(`correction:${[visitPassId, presence, zoneId ?? '', people ?? 1, moves].join(':')}`)

/** The zones of the site, and the gate that saw somebody last. */
async function placeOf(ctx: Ctx, tx: TenantTransaction, { zoneId, reconciliationId }: Correction, { id, siteId }: VisitPass) {
  const zones = await tx.zone.findMany({ where: { siteId } })
  const tree = new Map(zones.map((zone) => [zone.id, zone]))
  if (zoneId && !tree.has(zoneId)) return notFound(ctx, 'zoneId')
  if (reconciliationId && !(await tx.reconciliation.findFirst({ where: { id: reconciliationId, siteId }, select: { id: true } })))
    return notFound(ctx, 'reconciliationId')
  const gateId = await lastGateOf(tx, { id, siteId })
  return gateId === null ? invalid(ctx, [{ path: ['visitPassId'], key: 'siteHasNoGates' }]) : { tree, gateId }
}
