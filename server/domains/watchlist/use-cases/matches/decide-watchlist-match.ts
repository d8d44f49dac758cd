import type { z } from 'zod'
import { decideWatchlistMatchSchema } from '#shared/schemas/watchlist'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import { sealedColumns, sealForOrganization } from '../../../../core/organization-seal'
import type { Prisma, WatchlistEntry, WatchlistMatch } from '../../../../generated/prisma/client'
import { translate } from '../../../../infra/i18n'
import { keyringOf } from '../../../../infra/keyring'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { blockPassesOfVisitor } from '../../../credentials/use-cases/revoke-visit-pass'
import { holdingOfficer, officerOf } from '../../policy'
import { doubtsOfSecondPerson } from '../second-person'
import { tellSecurity } from '../tell-security'
import { holdWatchlist } from '../watchlist-policy'
import { releaseVisitor } from './close-matches'

type Input = z.input<typeof decideWatchlistMatchSchema>
type Found = WatchlistMatch & { entry: Pick<WatchlistEntry, 'action' | 'siteId'> }

/** Somebody who decides over a match, inside a transaction that holds the list. */
interface Deciding {
  ctx: Ctx
  tx: TenantTransaction
  officer: string
  match: Found
  sealedNote: Uint8Array<ArrayBuffer>
}

/**
 * Decides over a visitor who may be somebody of the list. Admitted, their passes go on, and they are not asked about again; refused,
 * their passes are withdrawn and the gate answers BLOCKED. Whoever is to be kept out is admitted by two people. Of those who decide
 * at once one does.
 * @returns the match, or CONFIRMATION_REQUIRED, NOT_FOUND, VALIDATION_FAILED where it was decided, or one has said yes already
 */
export async function decideWatchlistMatch(ctx: Ctx, input: Input): Promise<WatchlistMatch | Failure> {
  officerOf(ctx)
  const { data, failed } = validate(ctx, decideWatchlistMatchSchema, input)
  if (failed) return failed
  const { watchlistMatchId: id, decision } = data
  if (!isId(id)) return notFound(ctx, 'watchlistMatchId')
  const waits = await ctx.db.watchlistMatch.findFirst({ where: { id }, select: { entry: { select: { action: true } } } })
  if (!waits) return notFound(ctx, 'watchlistMatchId')
  const doubts = decision === 'ADMIT' && waits.entry.action === 'BLOCK' ? await doubtsOfSecondPerson(ctx) : null
  if (doubts) return doubts
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    await holdWatchlist(tx, organizationOf(ctx))
    const officer = await holdingOfficer(ctx, tx)
    const match = await tx.watchlistMatch.findFirst({ where: { id }, include: { entry: { select: { action: true, siteId: true } } } })
    if (!match) return notFound(ctx, 'watchlistMatchId')
    const sealedNote = sealForOrganization(keyring, Buffer.from(data.note), sealedColumns.watchlistNote, id)
    const deciding = { ctx, tx, officer, match, sealedNote }
    const failure = decision === 'ADMIT' ? await admit(deciding) : await refuse(deciding)
    return failure ?? tx.watchlistMatch.findUniqueOrThrow({ where: { id } })
  })
}

/** Settles a match that is open, once. @returns VALIDATION_FAILED when somebody else was quicker */
async function settle(
  { ctx, tx, match, sealedNote }: Deciding,
  data: Prisma.WatchlistMatchUncheckedUpdateManyInput,
  firstById: string | null = match.firstById,
): Promise<Failure | null> {
  const where = { id: match.id, status: 'OPEN' as const, firstById }
  const { count } = await tx.watchlistMatch.updateMany({ where, data: { ...data, sealedNote } })
  return count === 1 ? null : invalid(ctx, [{ path: ['watchlistMatchId'], key: 'watchlistDecided' }])
}

async function admit(deciding: Deciding): Promise<Failure | null> {
  const { ctx, tx, officer, match } = deciding
  const entity = { type: 'WatchlistMatch', id: match.id }
  const about = { score: match.score, entryId: match.entryId, visitorId: match.visitorId }
  if (match.entry.action === 'BLOCK' && match.firstById === null) {
    const failed = await settle(deciding, { firstById: officer, firstAt: ctx.now() })
    if (failed) return failed
    await audit(ctx, tx, 'watchlist.admit_first', entity, about)
    await tellSecurity(ctx, tx, 'PROPOSAL', officer)
    return null
  }
  if (match.entry.action === 'BLOCK' && match.firstById === officer)
    return invalid(ctx, [{ path: ['watchlistMatchId'], key: 'watchlistOwn' }])
  const failed = await settle(deciding, { status: 'ADMITTED', decidedById: officer, decidedAt: ctx.now() })
  if (failed) return failed
  const released = await releaseVisitor(ctx, tx, match.visitorId)
  await audit(ctx, tx, 'watchlist.admit', entity, { ...about, firstById: match.firstById, passes: released.length })
  return null
}

async function refuse(deciding: Deciding): Promise<Failure | null> {
  const { ctx, tx, officer, match } = deciding
  const failed = await settle(deciding, { status: 'REFUSED', decidedById: officer, decidedAt: ctx.now() })
  if (failed) return failed
  const { visitorId, entryId, score } = match
  const where = { visitorId, siteId: match.entry.siteId }
  const passes = await blockPassesOfVisitor(ctx, tx, where, translate(ctx.language, 'watchlist.refusedReason'))
  await audit(ctx, tx, 'watchlist.refuse', { type: 'WatchlistMatch', id: match.id }, { score, entryId, visitorId, passes: passes.length })
  return null
}
