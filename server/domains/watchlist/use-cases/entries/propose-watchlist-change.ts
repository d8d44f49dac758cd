import type { z } from 'zod'
import { decideWatchlistProposalSchema, proposeWatchlistChangeSchema } from '#shared/schemas/watchlist'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { WatchlistEntry } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { holdingOfficer, officerOf } from '../../policy'
import { closeMatches } from '../matches/close-matches'
import { doubtsOfSecondPerson } from '../second-person'
import { tellSecurity } from '../tell-security'
import { changingWatchlist } from '../watchlist-policy'

const nobody = { proposal: null, proposedById: null, proposedAt: null }

/**
 * Asks a second person to agree that somebody is kept out, or taken off the list.
 * @returns the entry, or NOT_FOUND, VALIDATION_FAILED where something waits already or it is so
 */
export async function proposeWatchlistChange(
  ctx: Ctx,
  input: z.input<typeof proposeWatchlistChangeSchema>,
): Promise<WatchlistEntry | Failure> {
  const officer = officerOf(ctx)
  const { data, failed } = validate(ctx, proposeWatchlistChangeSchema, input)
  if (failed) return failed
  const { watchlistEntryId: id, proposal } = data
  if (!isId(id)) return notFound(ctx, 'watchlistEntryId')
  return ctx.transaction(async (tx) => {
    const possible = { status: 'ACTIVE' as const, proposal: null, ...(proposal === 'BLOCK' ? { action: 'REVIEW' as const } : {}) }
    const { count } = await tx.watchlistEntry.updateMany({
      where: { id, ...possible },
      data: { proposal, proposedById: officer, proposedAt: ctx.now() },
    })
    const entry = await tx.watchlistEntry.findUnique({ where: { id } })
    if (!entry) return notFound(ctx, 'watchlistEntryId')
    if (count === 0) return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistProposed' }])
    await audit(ctx, tx, 'watchlist.propose', { type: 'WatchlistEntry', id }, { proposal })
    await tellSecurity(ctx, tx, 'PROPOSAL', officer)
    return entry
  })
}

/**
 * Agrees, as the second person, to a change of the list, or does not; whoever proposed it can take it back. Of those who decide at
 * once exactly one does.
 * @returns the entry, or CONFIRMATION_REQUIRED, NOT_FOUND, VALIDATION_FAILED for one's own and where nothing waits any more
 */
export async function decideWatchlistProposal(
  ctx: Ctx,
  input: z.input<typeof decideWatchlistProposalSchema>,
): Promise<WatchlistEntry | Failure> {
  officerOf(ctx)
  const { data, failed } = validate(ctx, decideWatchlistProposalSchema, input)
  if (failed) return failed
  const doubts = data.agrees ? await doubtsOfSecondPerson(ctx) : null
  if (doubts) return doubts
  const { watchlistEntryId: id, agrees } = data
  if (!isId(id)) return notFound(ctx, 'watchlistEntryId')
  return ctx.transaction(async (tx) => {
    await changingWatchlist(ctx, tx)
    const officer = await holdingOfficer(ctx, tx)
    const entry = await tx.watchlistEntry.findUnique({ where: { id } })
    if (!entry) return notFound(ctx, 'watchlistEntryId')
    if (!entry.proposal) return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistDecided' }])
    if (agrees && entry.proposedById === officer) return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistOwn' }])
    const { proposal } = entry
    const details = { proposal, proposedById: entry.proposedById }
    await audit(ctx, tx, agrees ? 'watchlist.confirm' : 'watchlist.decline', { type: 'WatchlistEntry', id }, details)
    if (!agrees) await tx.watchlistEntry.updateMany({ where: { id, proposal }, data: nobody })
    else if (proposal === 'BLOCK') await block(ctx, tx, [id])
    else await removeEntry(ctx, tx, id, officer)
    return tx.watchlistEntry.findUniqueOrThrow({ where: { id } })
  })
}

/** Has people kept out from now on: whoever was admitted before is asked about anew. */
export async function block(ctx: Ctx, tx: TenantTransaction, ids: readonly string[]): Promise<number> {
  const { count } = await tx.watchlistEntry.updateMany({
    where: { id: { in: [...ids] }, status: 'ACTIVE', proposal: 'BLOCK' },
    data: { ...nobody, action: 'BLOCK', countsSince: ctx.now() },
  })
  return count
}

/** Takes somebody off the list: nothing of what it said of them is kept, and who waits because of it waits no more. */
async function removeEntry(ctx: Ctx, tx: TenantTransaction, id: string, officer: string): Promise<void> {
  await endEntry(ctx, tx, id, officer)
  await closeMatches(ctx, tx, { entryId: id })
}

/** Leaves of an entry that there was one. */
export async function endEntry(ctx: Ctx, tx: TenantTransaction, id: string, endedById: string | null): Promise<void> {
  const forgotten = { sealedRecord: null, nameIndex: null, emailIndex: null, phoneIndex: null }
  await tx.watchlistEntry.updateMany({
    where: { id, status: { in: ['ACTIVE', 'ASKED'] } },
    data: { ...nobody, ...forgotten, status: 'REMOVED', endedById, endedAt: ctx.now() },
  })
  await tx.watchlistKey.deleteMany({ where: { entryId: id } })
}
