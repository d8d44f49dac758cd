import type { z } from 'zod'
import { changeWatchlistEntrySchema, mostAliases } from '#shared/schemas/watchlist'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { WatchlistEntry } from '../../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../../infra/keyring'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { openRecord, sealRecord, type EntryRecord } from '../../entry-record'
import { officerOf } from '../../policy'
import { changingWatchlist } from '../watchlist-policy'
import { readRecord, takeSite } from './add-watchlist-entry'
import { indexesOf, keyRowsOf } from './write-entries'

/** Old names go on counting: who takes a name away takes somebody off the list. */
function keepNames(before: EntryRecord, after: EntryRecord): EntryRecord {
  const aliases = [...new Set([...after.aliases, before.name, ...before.aliases])].filter((alias) => alias !== after.name)
  return { ...after, aliases }
}

/** What one person alone would take off the list by a change; null for nothing. */
function problemOf(entry: WatchlistEntry, before: EntryRecord, after: EntryRecord, place: Pick<WatchlistEntry, 'siteId' | 'validUntil'>) {
  if (after.aliases.length > mostAliases) return { path: ['aliases'], key: 'watchlistAliases' }
  if (before.email !== null && after.email !== before.email) return { path: ['email'], key: 'watchlistOnlyGrows' }
  if (before.phone !== null && after.phone !== before.phone) return { path: ['phone'], key: 'watchlistOnlyGrows' }
  if (place.siteId !== null && place.siteId !== entry.siteId) return { path: ['siteId'], key: 'watchlistOnlyGrows' }
  const isShorter = place.validUntil !== null && (entry.validUntil === null || place.validUntil < entry.validUntil)
  return isShorter ? { path: ['validUntil'], key: 'watchlistOnlyGrows' } : null
}

/**
 * Changes what the list says of somebody. One person can make it say more, never less: earlier names stay as other names, and
 * addresses, the place and the time can be widened; less takes two people, by removing the entry.
 * @returns the entry, or NOT_FOUND, VALIDATION_FAILED
 */
export async function changeWatchlistEntry(ctx: Ctx, input: z.input<typeof changeWatchlistEntrySchema>): Promise<WatchlistEntry | Failure> {
  officerOf(ctx)
  const { data, failed } = validate(ctx, changeWatchlistEntrySchema, input)
  if (failed) return failed
  const record = readRecord(ctx, data)
  if (isFailure(record)) return record
  const id = data.watchlistEntryId
  if (!isId(id)) return notFound(ctx, 'watchlistEntryId')
  const keyring = await keyringOf(organizationOf(ctx))
  return allOrNothing<WatchlistEntry>(ctx, async (tx) => {
    const place = await takeSite(tx, data.siteId)
    if (!place) return notFound(ctx, 'siteId')
    await changingWatchlist(ctx, tx)
    const entry = await tx.watchlistEntry.findFirst({ where: { id, status: 'ACTIVE', visitorId: null } })
    if (!entry) return notFound(ctx, 'watchlistEntryId')
    return write({ ctx, tx, keyring }, entry, record, { ...place, validUntil: data.validUntil ?? null })
  })
}

async function write(
  { ctx, tx, keyring }: { ctx: Ctx; tx: TenantTransaction; keyring: Keyring },
  entry: WatchlistEntry,
  given: EntryRecord,
  place: Pick<WatchlistEntry, 'siteId' | 'validUntil'>,
): Promise<WatchlistEntry | Failure> {
  const { id } = entry
  const before = openRecord(keyring, entry)
  const after = keepNames(before, given)
  const problem = problemOf(entry, before, after, place)
  if (problem) return invalid(ctx, [{ ...problem, values: { maximum: mostAliases } }])
  const { count } = await tx.watchlistEntry.updateMany({
    where: { id, status: 'ACTIVE' },
    data: { sealedRecord: sealRecord(keyring, id, after), ...indexesOf(keyring, after), ...place },
  })
  if (count === 0) return notFound(ctx, 'watchlistEntryId')
  await tx.watchlistKey.deleteMany({ where: { entryId: id } })
  await tx.watchlistKey.createMany({ data: keyRowsOf(keyring, id, after) })
  const changed = (['name', 'email', 'phone', 'company', 'reason'] as const).filter((field) => before[field] !== after[field])
  await audit(ctx, tx, 'watchlist.change', { type: 'WatchlistEntry', id }, { changed, aliases: after.aliases.length })
  return tx.watchlistEntry.findUniqueOrThrow({ where: { id } })
}
