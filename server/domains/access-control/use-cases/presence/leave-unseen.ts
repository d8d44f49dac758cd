import type { CheckOutCause } from '#shared/stay-policy'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import type { VisitPass } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { whereOf } from '../../passage'
import { correctionOf } from '../../presence-correction'
import { hashCode } from '../../scanner'
import { lastGateOf, writeMoves } from './write-moves'

/** Who says that somebody has left whom nobody saw leaving: the policy of the site, or the host by a link. */
export type UnseenSpeaker = { source: 'CLOCK'; cause: CheckOutCause } | { source: 'HOST'; userId: string }

/** Whether the roll of a site is being called: then nobody counts as gone whom nobody saw leaving. */
export const isRollCalled = async (tx: Pick<TenantTransaction, 'rollCall'>, siteId: string): Promise<boolean> =>
  (await tx.rollCall.findFirst({ where: { openKey: { in: [`${siteId}:DRILL`, `${siteId}:EVACUATION`] } }, select: { id: true } })) !== null

/**
 * Writes that everybody on a pass has left although no gate saw it: a correction of its own for each of them, forced, whose source says that
 * nobody saw it. The caller has taken the state of the site and the pass, and has seen that somebody is inside.
 * @returns false for a site without gates, whose ledger holds nothing
 */
export async function leaveUnseen(ctx: Ctx, tx: TenantTransaction, pass: VisitPass, speaker: UnseenSpeaker): Promise<boolean> {
  const gateId = await lastGateOf(tx, pass)
  const zones = await tx.zone.findMany({ where: { siteId: pass.siteId } })
  const said = { presence: 'LEFT' as const, zoneId: null, people: pass.peopleInside }
  const corrected = correctionOf(new Map(zones.map((zone) => [zone.id, zone])), whereOf(pass), said)
  if (typeof corrected === 'string' || gateId === null) return false
  const reason = speaker.source === 'CLOCK' ? speaker.cause : speaker.source
  const nonce = `${speaker.source}:${pass.id}:${pass.moves}`
  const checkins = await writeMoves(ctx, tx, pass, corrected, {
    scanner: { id: speaker.source === 'CLOCK' ? pass.siteId : speaker.userId, source: speaker.source },
    direction: 'EXIT',
    gateId,
    nonce,
    codeHash: hashCode(nonce),
    reason,
    reconciliationId: null,
    at: new Date(Math.max(ctx.now().getTime(), pass.movedAt?.getTime() ?? 0)),
  })
  const trace = { reason, people: checkins.length, checkinId: checkins.at(-1)?.id ?? '' }
  await audit(ctx, tx, 'presence.leave_unseen', { type: 'VisitPass', id: pass.id }, trace)
  return true
}
