import { blindIndex } from '../../../../core/blind-index'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { newId } from '../../../../core/ids'
import type { WatchlistAction, WatchlistEntry } from '../../../../generated/prisma/client'
import type { Keyring } from '../../../../infra/keyring'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { sealRecord, type EntryRecord } from '../../entry-record'
import { tokensOfEntry } from '../../entry-keys'

/** Somebody who is put on the list. */
export interface NewEntry {
  record: EntryRecord
  action: WatchlistAction
  siteId: string | null
  validUntil: Date | null
  importId: string | null
}

/** What finds an entry: keyed hashes of the whole name, the e-mail and the phone. */
export const indexesOf = (keyring: Keyring, { name, email, phone }: EntryRecord) => ({
  nameIndex: blindIndex(keyring, 'name', name),
  emailIndex: email === null ? null : blindIndex(keyring, 'email', email),
  phoneIndex: phone === null ? null : blindIndex(keyring, 'phone', phone),
})

/** Rows of `watchlist_keys` for what an entry says. */
export const keyRowsOf = (keyring: Keyring, entryId: string, record: EntryRecord) =>
  tokensOfEntry(keyring, record).map((token) => ({ organizationId: keyring.organizationId, token, entryId }))

/**
 * Puts people on the list: two statements, however many they are. Who shall be kept out is looked at only, until a second person
 * agrees.
 * @returns ids in the order given
 */
export async function writeEntries(
  ctx: Ctx,
  tx: TenantTransaction,
  keyring: Keyring,
  createdById: string,
  given: readonly NewEntry[],
): Promise<string[]> {
  const [organizationId, now] = [organizationOf(ctx), ctx.now()]
  const rows: WatchlistEntry[] = given.map(({ record, action, ...place }) => {
    const id = newId()
    const proposed =
      action === 'BLOCK'
        ? { proposal: 'BLOCK' as const, proposedById: createdById, proposedAt: now }
        : { proposal: null, proposedById: null, proposedAt: null }
    const what = { visitorId: null, sealedRecord: sealRecord(keyring, id, record), ...indexesOf(keyring, record) }
    const state = { action: 'REVIEW' as const, status: 'ACTIVE' as const, endedById: null, endedAt: null }
    return { id, organizationId, ...place, ...what, ...state, ...proposed, createdById, createdAt: now, countsSince: now }
  })
  await tx.watchlistEntry.createMany({ data: rows })
  const keys = rows.flatMap(({ id }, place) => {
    const record = given[place]?.record
    return record ? keyRowsOf(keyring, id, record) : []
  })
  await tx.watchlistKey.createMany({ data: keys })
  return rows.map(({ id }) => id)
}
