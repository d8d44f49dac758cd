import type { z } from 'zod'
import type { listedGuestSchema } from '#shared/schemas/guest-lists'
import { openForOrganization, sealedColumns, sealForOrganization } from '../../core/organization-seal'
import type { GuestListPart } from '../../generated/prisma/client'
import type { Keyring } from '../../infra/keyring'

/** Why nobody is invited for a row: words for whoever sent it, or the key of a text under `errors`. */
export type RowProblem = { text: string } | { key: 'listDuplicate' | 'visitInThePast' }

/** A guest of a row. */
export type ListedGuest = Omit<z.infer<typeof listedGuestSchema>, 'startsAt' | 'endsAt'>

/** A row of a list that can be used. */
export interface GoodRow {
  line: number
  guest: ListedGuest
  startsAt: Date
  endsAt: Date
}

/** A row of a list for which nobody is invited. */
export interface BadRow {
  line: number
  /** Whom it names, as far as it says. */
  name: string
  email: string
  problem: RowProblem
}

/** The rows of one part of a list. */
export interface ListRows {
  good: GoodRow[]
  bad: BadRow[]
}

const dates = new Set(['startsAt', 'endsAt'])
const revive = (key: string, value: unknown) => (dates.has(key) && typeof value === 'string' ? new Date(value) : value)

/** Seals the rows of a part under the key of the organization. @returns null for none */
export const sealRows = (keyring: Keyring, partId: string, rows: ListRows): Uint8Array<ArrayBuffer> | null =>
  rows.good.length + rows.bad.length === 0
    ? null
    : sealForOrganization(keyring, Buffer.from(JSON.stringify(rows)), sealedColumns.guestListRows, partId)

/** The rows of a part, in clear. */
export function openRows(keyring: Keyring, { id, sealedRows }: Pick<GuestListPart, 'id' | 'sealedRows'>): ListRows {
  if (!sealedRows) return { good: [], bad: [] }
  return JSON.parse(openForOrganization(keyring, sealedRows, sealedColumns.guestListRows, id).toString(), revive) as ListRows
}
