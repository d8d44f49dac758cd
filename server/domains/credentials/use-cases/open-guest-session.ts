import { randomBytes } from 'node:crypto'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { guestCodeTries, hashMark } from '../guest-code'
import { answers, challengeOfKey } from './guest-codes'
import type { OpenedInvite } from './open-invite.sql'

/** How long a guest session outlives the pass, and lives at most, in milliseconds. */
const [after, most] = [86_400_000, 30 * 86_400_000]

/** What a guest shows: the digits, or the key of the link. */
export type GuestProof = { code: string } | { key: string }

/** A guest session that was opened: its token is told once, to the browser. */
export interface OpenedGuestSession {
  token: string
  expiresAt: Date
}

/** Why a proof was not taken: it is wrong, too old or used up, or of another browser. */
export type GuestProofProblem = 'wrong' | 'expired' | 'elsewhere'

/**
 * Takes the code or the link of a guest's mail, once, from the browser that asked for it, and opens a session for this pass.
 * Every try counts before it is looked at: who sends many at once gets no more of them.
 */
export async function openGuestSession(
  ctx: Ctx,
  invite: OpenedInvite,
  browser: string,
  proof: GuestProof,
): Promise<OpenedGuestSession | GuestProofProblem> {
  const now = ctx.now()
  return ctx.transaction(async (tx) => {
    const challenge = await findChallenge(tx, invite, browser, proof)
    if (typeof challenge === 'string') return challenge
    const open = { id: challenge.id, closedAt: null, expiresAt: { gt: now }, tries: { lt: guestCodeTries } }
    const { count: tried } = await tx.guestChallenge.updateMany({ where: open, data: { tries: { increment: 1 } } })
    if (tried === 0) return 'expired'
    if ('code' in proof && !answers(proof.code, challenge.id)) return 'wrong'
    const { count: taken } = await tx.guestChallenge.updateMany({ where: { id: challenge.id, closedAt: null }, data: { closedAt: now } })
    return taken === 0 ? 'expired' : create(ctx, tx, invite, now)
  })
}

async function findChallenge(
  tx: TenantTransaction,
  invite: OpenedInvite,
  browser: string,
  proof: GuestProof,
): Promise<{ id: string } | GuestProofProblem> {
  const browserHash = hashMark(browser)
  const visitPassId = invite.pass.id
  if ('code' in proof) {
    const where = { visitPassId, browserHash, closedAt: null }
    return (await tx.guestChallenge.findFirst({ where, orderBy: { id: 'desc' }, select: { id: true } })) ?? 'expired'
  }
  const id = challengeOfKey(proof.key)
  const named = id ? await tx.guestChallenge.findFirst({ where: { id, visitPassId }, select: { id: true, browserHash: true } }) : null
  if (!named) return 'expired'
  return Buffer.from(named.browserHash).equals(browserHash) ? named : 'elsewhere'
}

async function create(ctx: Ctx, tx: TenantTransaction, invite: OpenedInvite, createdAt: Date): Promise<OpenedGuestSession> {
  const token = `gcg_${randomBytes(32).toString('base64url')}`
  const until = Math.max(invite.validTo.getTime(), createdAt.getTime()) + after
  const expiresAt = new Date(Math.min(until, createdAt.getTime() + most))
  const row = { id: newId(), organizationId: organizationOf(ctx), visitPassId: invite.pass.id, tokenHash: hashMark(token) }
  await tx.guestSession.create({ data: { ...row, createdAt, expiresAt }, select: { id: true } })
  return { token, expiresAt }
}
