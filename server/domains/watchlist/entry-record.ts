import { openForOrganization, sealedColumns, sealForOrganization } from '../../core/organization-seal'
import type { WatchlistEntry } from '../../generated/prisma/client'
import type { Keyring } from '../../infra/keyring'

/** What the list says of somebody, in clear. */
export interface EntryRecord {
  name: string
  /** Other names, spellings, nicknames. */
  aliases: string[]
  /** As visitors' are compared: lower case, E.164. */
  email: string | null
  phone: string | null
  company: string | null
  /** Why they are on it. */
  reason: string
}

/** An entry about a visitor says no name of its own. */
const nothing: EntryRecord = { name: '', aliases: [], email: null, phone: null, company: null, reason: '' }

/** Seals what the list says of somebody under the key of the organization. */
export const sealRecord = (keyring: Keyring, entryId: string, record: EntryRecord): Uint8Array<ArrayBuffer> =>
  sealForOrganization(keyring, Buffer.from(JSON.stringify(record)), sealedColumns.watchlistRecord, entryId)

/** What the list says of somebody; nothing once the entry was removed. */
export function openRecord(keyring: Keyring, { id, sealedRecord }: Pick<WatchlistEntry, 'id' | 'sealedRecord'>): EntryRecord {
  if (!sealedRecord) return nothing
  return JSON.parse(openForOrganization(keyring, sealedRecord, sealedColumns.watchlistRecord, id).toString()) as EntryRecord
}
