import type { z } from 'zod'
import { confirmWatchlistImportSchema, importWatchlistSchema, watchlistPersonSchema } from '#shared/schemas/watchlist'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { blindIndex } from '../../../../core/blind-index'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId, newId } from '../../../../core/ids'
import type { WatchlistImport } from '../../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../../infra/keyring'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import type { EntryRecord } from '../../entry-record'
import { holdingOfficer, officerOf } from '../../policy'
import { doubtsOfSecondPerson } from '../second-person'
import { tellSecurity } from '../tell-security'
import { changingWatchlist, holdWatchlist } from '../watchlist-policy'
import { readRecord } from './add-watchlist-entry'
import { block } from './propose-watchlist-change'
import { writeEntries } from './write-entries'

/** A row that names nobody who can be put on the list, and why. */
export interface ImportProblem {
  line: number
  message: string
}

/** What became of a part of a list of names. */
export interface ImportedPart {
  import: WatchlistImport
  problems: ImportProblem[]
}

type Sent = z.output<typeof importWatchlistSchema>['rows'][number]

interface GoodRow {
  record: EntryRecord
  validUntil: Date | null
}

function readRow(ctx: Ctx, { line, ...sent }: Sent): GoodRow | ImportProblem {
  const { data, failed } = validate(ctx, watchlistPersonSchema, { ...sent, name: sent.name ?? '', aliases: sent.aliases ?? [] })
  const record = failed ?? readRecord(ctx, data)
  if (isFailure(record)) return { line, message: (record.fields ?? []).map(({ message }) => message).join(' ') || record.message }
  return { record, validUntil: data?.validUntil ?? null }
}

const isGood = (row: GoodRow | ImportProblem): row is GoodRow => 'record' in row
const hex = (index: Uint8Array): string => Buffer.from(index).toString('hex')

/** Leaves out who is on the list under the same name already, and who stands twice among the rows. */
async function withoutKnown(tx: TenantTransaction, keyring: Keyring, rows: readonly GoodRow[]): Promise<GoodRow[]> {
  const indexOf = ({ record }: GoodRow) => blindIndex(keyring, 'name', record.name)
  const known = await tx.watchlistEntry.findMany({
    where: { nameIndex: { in: rows.map(indexOf) }, status: 'ACTIVE' },
    select: { nameIndex: true },
  })
  const seen = new Set(known.flatMap(({ nameIndex }) => (nameIndex ? [hex(nameIndex)] : [])))
  return rows.filter((row) => {
    const index = hex(indexOf(row))
    if (seen.has(index)) return false
    seen.add(index)
    return true
  })
}

/** The list of names that a part belongs to: the caller's own, or a new one. */
async function takeImport(ctx: Ctx, tx: TenantTransaction, officer: string, id: string | null): Promise<WatchlistImport | null> {
  if (id !== null) return tx.watchlistImport.findFirst({ where: { id, createdById: officer } })
  const made = { id: newId(), organizationId: organizationOf(ctx), createdById: officer, createdAt: ctx.now() }
  const row = await tx.watchlistImport.create({ data: made })
  await audit(ctx, tx, 'watchlist.import', { type: 'WatchlistImport', id: row.id })
  return row
}

/**
 * Puts a part of a list of names on the list. Rows that cannot be used are told of, and whoever is on it under the same name is left
 * out: the same part sent again changes nothing. People who shall be kept out are looked at until a second person agrees to them all.
 * @returns what became of it, or NOT_FOUND, VALIDATION_FAILED
 */
export async function importWatchlist(ctx: Ctx, input: z.input<typeof importWatchlistSchema>): Promise<ImportedPart | Failure> {
  const officer = officerOf(ctx)
  const { data, failed } = validate(ctx, importWatchlistSchema, input)
  if (failed) return failed
  const importId = data.watchlistImportId ?? null
  if (importId !== null && !isId(importId)) return notFound(ctx, 'watchlistImportId')
  const keyring = await keyringOf(organizationOf(ctx))
  const read = data.rows.map((row) => readRow(ctx, row))
  const good = read.filter(isGood)
  return ctx.transaction(async (tx) => {
    const list = await takeImport(ctx, tx, officer, importId)
    if (!list) return notFound(ctx, 'watchlistImportId')
    // Of two parts that name one person the second finds them. A list that has nobody yet is taken by being begun.
    const isFirst = !(await holdWatchlist(tx, organizationOf(ctx)))
    if (isFirst) await changingWatchlist(ctx, tx)
    const fresh = await withoutKnown(tx, keyring, good)
    if (fresh.length > 0 && !isFirst) await changingWatchlist(ctx, tx)
    const place = { action: data.action, siteId: null, importId: list.id }
    await writeEntries(
      ctx,
      tx,
      keyring,
      officer,
      fresh.map((row) => ({ ...row, ...place })),
    )
    const counted = { added: { increment: fresh.length }, duplicates: { increment: good.length - fresh.length } }
    await tx.watchlistImport.updateMany({ where: { id: list.id }, data: counted })
    if (data.action === 'BLOCK' && fresh.length > 0) await tellSecurity(ctx, tx, 'PROPOSAL', officer)
    const problems = read.filter((row): row is ImportProblem => !isGood(row))
    return { import: await tx.watchlistImport.findUniqueOrThrow({ where: { id: list.id } }), problems }
  })
}

/**
 * Agrees, as the second person, that everybody of a list of names who shall be kept out is.
 * @returns how many, or CONFIRMATION_REQUIRED, NOT_FOUND, VALIDATION_FAILED for one's own and where nothing waits
 */
export async function confirmWatchlistImport(
  ctx: Ctx,
  input: z.input<typeof confirmWatchlistImportSchema>,
): Promise<{ confirmed: number } | Failure> {
  officerOf(ctx)
  const { data, failed } = validate(ctx, confirmWatchlistImportSchema, input)
  if (failed) return failed
  const doubts = await doubtsOfSecondPerson(ctx)
  if (doubts) return doubts
  const { watchlistImportId: id } = data
  if (!isId(id)) return notFound(ctx, 'watchlistImportId')
  return allOrNothing<{ confirmed: number }>(ctx, async (tx) => {
    await changingWatchlist(ctx, tx)
    const officer = await holdingOfficer(ctx, tx)
    const list = await tx.watchlistImport.findUnique({ where: { id } })
    if (!list) return notFound(ctx, 'watchlistImportId')
    if (list.createdById === officer) return invalid(ctx, [{ path: ['watchlistImportId'], key: 'watchlistOwn' }])
    const waiting = await tx.watchlistEntry.findMany({
      where: { importId: id, proposal: 'BLOCK', status: 'ACTIVE', proposedById: { not: officer } },
      select: { id: true },
    })
    if (waiting.length === 0) return invalid(ctx, [{ path: ['watchlistImportId'], key: 'watchlistDecided' }])
    const confirmed = await block(
      ctx,
      tx,
      waiting.map((entry) => entry.id),
    )
    await audit(ctx, tx, 'watchlist.confirm_import', { type: 'WatchlistImport', id }, { entries: confirmed })
    return { confirmed }
  })
}
