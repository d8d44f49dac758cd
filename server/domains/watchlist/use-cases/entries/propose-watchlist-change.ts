import type { z } from 'zod'
import { decideWatchlistProposalSchema, proposeWatchlistChangeSchema } from '#shared/schemas/watchlist'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { WatchlistEntry } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { holdingOfficer, officerOf } from '../../policy'
import { closeMatches } from '../matches/close-matches'
import { doubtsOfSecondPerson } from '../second-person'
import { tellSecurity } from '../tell-security'
import { changingWatchlist, holdWatchlist } from '../watchlist-policy'

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
  return allOrNothing<WatchlistEntry>(ctx, async (tx) => {
    // Nobody is another than before where it is declined: nobody is looked at anew.
    await (agrees ? changingWatchlist(ctx, tx) : holdWatchlist(tx, organizationOf(ctx)))
    const officer = await holdingOfficer(ctx, tx)
    const entry = await tx.watchlistEntry.findUnique({ where: { id } })
    if (!entry) return notFound(ctx, 'watchlistEntryId')
    if (!entry.proposal) return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistDecided' }])
    if (agrees && entry.proposedById === officer) return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistOwn' }])
    const { proposal } = entry
    const details = { proposal, proposedById: entry.proposedById }
    const done = agrees
      ? await (proposal === 'BLOCK' ? block(ctx, tx, [id]) : removeEntry(ctx, tx, id, officer))
      : (await tx.watchlistEntry.updateMany({ where: { id, proposal }, data: nobody })).count
    if (done === 0) return invalid(ctx, [{ path: ['watchlistEntryId'], key: 'watchlistDecided' }])
    await audit(ctx, tx, agrees ? 'watchlist.confirm' : 'watchlist.decline', { type: 'WatchlistEntry', id }, details)
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
async function removeEntry(ctx: Ctx, tx: TenantTransaction, id: string, officer: string): Promise<number> {
  const count = await endEntry(ctx, tx, id, officer)
  if (count > 0) await closeMatches(ctx, tx, { entryId: id })
  return count
}

/** Leaves of an entry that there was one. @returns 1 where this call did it, else 0 */
export async function endEntry(ctx: Ctx, tx: TenantTransaction, id: string, endedById: string | null): Promise<number> {
  const forgotten = { sealedRecord: null, nameIndex: null, emailIndex: null, phoneIndex: null }
  const { count } = await tx.watchlistEntry.updateMany({
    where: { id, status: { in: ['ACTIVE', 'ASKED'] } },
    data: { ...nobody, ...forgotten, status: 'REMOVED', endedById, endedAt: ctx.now() },
  })
  await tx.watchlistKey.deleteMany({ where: { entryId: id } })
  return count
}
