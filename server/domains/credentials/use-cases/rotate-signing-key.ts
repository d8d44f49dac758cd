import type { z } from 'zod'
import { revokeSigningKeySchema } from '#shared/schemas/credentials'
import { allOrNothing } from '../../../core/all-or-nothing'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import type { SigningKey } from '../../../generated/prisma/client'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { SigningKeyRevoked } from '../events'
import { holdSigningKeys } from './hold-signing-keys.sql'
import { forgetSigner, newSigningKey, signingAt } from './signing-keys'

/** The keys of an organization, the newest first. @throws Refusal */
export async function findSigningKeys(ctx: Ctx): Promise<SigningKey[]> {
  authorize(ctx, 'organization:manage')
  return ctx.db.signingKey.findMany({ orderBy: [{ createdAt: 'desc' }, { keyId: 'asc' }] })
}

/**
 * Until when a new key has to wait: a gate that decides by itself knows every key that is older than the longest time for which one may,
 * or decides no more. Whoever changes that time meanwhile waits for this.
 */
async function knownEverywhere(ctx: Ctx, tx: TenantTransaction): Promise<Date> {
  const longest = await tx.accessState.aggregate({ _max: { offlineGraceMinutes: true } })
  return new Date(ctx.now().getTime() + (longest._max.offlineGraceMinutes ?? 0) * 60_000)
}

/**
 * Makes a new key, by which passes are signed once every gate must have heard of it. What earlier keys have signed stays good; their private
 * halves are destroyed when they sign no more.
 * @returns the new key, or VALIDATION_FAILED while one waits already
 */
export async function rotateSigningKey(ctx: Ctx): Promise<SigningKey | Failure> {
  authorize(ctx, 'organization:manage')
  return ctx.transaction(async (tx) => {
    await holdSigningKeys(ctx, tx)
    const waiting = await tx.signingKey.findFirst({ where: { retiredAt: null, signsFrom: { gt: ctx.now() } } })
    if (waiting) return invalid(ctx, [{ path: [], key: 'signingKeyWaits' }])
    const signsFrom = await knownEverywhere(ctx, tx)
    const key = await tx.signingKey.create({ data: await newSigningKey(organizationOf(ctx), ctx.now(), signsFrom) })
    await audit(ctx, tx, 'signing_key.rotate', { type: 'SigningKey', id: key.keyId }, { signsFrom: signsFrom.toISOString() })
    return key
  })
}

/**
 * Withdraws a key that somebody may have got hold of: what it has signed opens nothing from the next scan on, passes are signed anew and
 * their guests written to. If no other key signs, the one that waits does, or a new one, at once. Doing it again changes nothing.
 * @returns the key, or NOT_FOUND, VALIDATION_FAILED
 */
export async function revokeSigningKey(ctx: Ctx, input: z.input<typeof revokeSigningKeySchema>): Promise<SigningKey | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, revokeSigningKeySchema, input)
  if (failed) return failed
  const { keyId, reason } = data
  const revoked = await allOrNothing(ctx, async (tx) => {
    // Gates read anew which keys are withdrawn; whoever is being let in by it is decided anew.
    await tx.accessState.updateMany({ data: { version: { increment: 1 } } })
    await holdSigningKeys(ctx, tx)
    const now = ctx.now()
    const withdrawn = { revokedAt: now, retiredAt: now, sealedPrivateKey: null }
    const { count } = await tx.signingKey.updateMany({ where: { keyId, revokedAt: null }, data: withdrawn })
    const key = await tx.signingKey.findFirst({ where: { keyId } })
    if (!key) return notFound(ctx, 'keyId')
    if (count === 0) return key
    await signOn(ctx, tx, now)
    await emit(tx, organizationOf(ctx), SigningKeyRevoked, { keyId }, now)
    await audit(ctx, tx, 'signing_key.revoke', { type: 'SigningKey', id: keyId }, { reason })
    return key
  })
  forgetSigner(organizationOf(ctx))
  return revoked
}

/** Has some key sign from now on. */
async function signOn(ctx: Ctx, tx: TenantTransaction, now: Date): Promise<void> {
  if (await tx.signingKey.findFirst(signingAt(organizationOf(ctx), now))) return
  const { count } = await tx.signingKey.updateMany({ where: { retiredAt: null, signsFrom: { gt: now } }, data: { signsFrom: now } })
  if (count === 0) await tx.signingKey.create({ data: await newSigningKey(organizationOf(ctx), now, now) })
}
