import type { z } from 'zod'
import { askNotToAdmitSchema, decideNotToAdmitSchema } from '#shared/schemas/watchlist'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { authorizeWithin, refusal } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId, newId } from '../../../../core/ids'
import { visitorsWithin } from '../../../../core/within'
import type { WatchlistEntry } from '../../../../generated/prisma/client'
import { keyringOf } from '../../../../infra/keyring'
import { sealRecord } from '../../entry-record'
import { holdingOfficer, officerOf } from '../../policy'
import { tellSecurity } from '../tell-security'
import { changingWatchlist, holdWatchlist } from '../watchlist-policy'

/**
 * Asks security not to admit a visitor whom the caller may see. Nothing changes for the visitor before security has decided.
 * @returns the entry that waits, or NOT_FOUND, VALIDATION_FAILED where somebody has asked already
 */
export async function askNotToAdmit(ctx: Ctx, input: z.input<typeof askNotToAdmitSchema>): Promise<WatchlistEntry | Failure> {
  const { actor } = ctx
  const visible = visitorsWithin(authorizeWithin(ctx, 'visitor:read'))
  if (actor.type !== 'user') throw refusal(ctx)
  const { data, failed } = validate(ctx, askNotToAdmitSchema, input)
  if (failed) return failed
  const { visitorId, reason } = data
  if (!isId(visitorId)) return notFound(ctx, 'visitorId')
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    // Of two who ask at once the second sees what the first did.
    const held = await tx.visitor.updateMany({ where: { AND: [{ id: visitorId, erasedAt: null }, visible] }, data: { id: visitorId } })
    if (held.count === 0) return notFound(ctx, 'visitorId')
    const asked = await tx.watchlistEntry.findFirst({ where: { visitorId, status: { in: ['ASKED', 'ACTIVE'] } }, select: { id: true } })
    if (asked) return invalid(ctx, [{ path: ['visitorId'], key: 'watchlistAsked' }])
    const [id, now] = [newId(), ctx.now()]
    const record = { name: '', aliases: [], email: null, phone: null, company: null, reason }
    const state = { action: 'REVIEW', status: 'ASKED', createdById: actor.id, createdAt: now, countsSince: now } as const
    const sealedRecord = sealRecord(keyring, id, record)
    const entry = await tx.watchlistEntry.create({ data: { id, organizationId: organizationOf(ctx), visitorId, sealedRecord, ...state } })
    await audit(ctx, tx, 'watchlist.ask', { type: 'WatchlistEntry', id }, { visitorId })
    await tellSecurity(ctx, tx, 'ASKED', actor.id)
    return entry
  })
}

/**
 * Decides over a colleague's wish that a visitor is not admitted: they are looked at when they come, or kept out once a second
 * person agrees too, or nothing is done. Whoever wished it can take it back, not agree to it.
 * @returns the entry, or NOT_FOUND, VALIDATION_FAILED for one's own wish and one that was decided
 */
export async function decideNotToAdmit(ctx: Ctx, input: z.input<typeof decideNotToAdmitSchema>): Promise<WatchlistEntry | Failure> {
  officerOf(ctx)
  const { data, failed } = validate(ctx, decideNotToAdmitSchema, input)
  if (failed) return failed
  const { watchlistEntryId: id, decision } = data
  if (!isId(id)) return notFound(ctx, 'watchlistEntryId')
  return allOrNothing<WatchlistEntry>(ctx, async (tx) => {
    await (decision === 'DECLINE' ? holdWatchlist(tx, organizationOf(ctx)) : changingWatchlist(ctx, tx))
    const officer = await holdingOfficer(ctx, tx)
    const entry = await tx.watchlistEntry.findFirst({ where: { id, visitorId: { not: null } } })
    if (!entry) return notFound(ctx, 'watchlistEntryId')
    if (entry.createdById === officer && decision !== 'DECLINE') return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistOwn' }])
    const now = ctx.now()
    const proposed = decision === 'BLOCK' ? { proposal: 'BLOCK' as const, proposedById: officer, proposedAt: now } : {}
    const declined = { status: 'DECLINED' as const, endedById: officer, endedAt: now, sealedRecord: null }
    const { count } = await tx.watchlistEntry.updateMany({
      where: { id, status: 'ASKED' },
      data: decision === 'DECLINE' ? declined : { status: 'ACTIVE', countsSince: now, ...proposed },
    })
    if (count === 0) return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistDecided' }])
    await audit(ctx, tx, 'watchlist.answer', { type: 'WatchlistEntry', id }, { decision, visitorId: entry.visitorId })
    if (decision === 'BLOCK') await tellSecurity(ctx, tx, 'PROPOSAL', officer)
    return tx.watchlistEntry.findUniqueOrThrow({ where: { id } })
  })
}
