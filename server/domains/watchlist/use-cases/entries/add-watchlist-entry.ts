import type { z } from 'zod'
import { addWatchlistEntrySchema, type watchlistPersonSchema } from '#shared/schemas/watchlist'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { WatchlistEntry } from '../../../../generated/prisma/client'
import { keyringOf } from '../../../../infra/keyring'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { contactOf } from '../../../visitors/use-cases/find-or-register-visitors'
import type { EntryRecord } from '../../entry-record'
import { officerOf } from '../../policy'
import { tellSecurity } from '../tell-security'
import { changingWatchlist } from '../watchlist-policy'
import { writeEntries } from './write-entries'

/**
 * What the list is to say of somebody, addresses as those of visitors are compared.
 * @returns the record, or VALIDATION_FAILED
 */
export function readRecord(ctx: Ctx, data: z.output<typeof watchlistPersonSchema>): EntryRecord | Failure {
  const contact = contactOf(data)
  if (!contact) return invalid(ctx, [{ path: ['phone'], key: 'phoneInvalid' }])
  if (data.validUntil && data.validUntil <= ctx.now()) return invalid(ctx, [{ path: ['validUntil'], key: 'watchlistPast' }])
  const aliases = [...new Set(data.aliases)].filter((alias) => alias !== data.name)
  return { name: data.name, aliases, ...contact, company: data.company ?? null, reason: data.reason }
}

/** Takes the site that an entry names, before the list. @returns null for one that is none of the organization's */
export async function takeSite(tx: TenantTransaction, siteId: string | null | undefined): Promise<{ siteId: string | null } | null> {
  if (!siteId) return { siteId: null }
  if (!isId(siteId)) return null
  const { count } = await tx.site.updateMany({ where: { id: siteId }, data: { id: siteId } })
  return count === 1 ? { siteId } : null
}

/**
 * Puts somebody on the list. It counts at once, also for those who are expected; to be kept out they need a second person's word and
 * are looked at until then.
 * @returns the entry, or NOT_FOUND, VALIDATION_FAILED
 */
export async function addWatchlistEntry(ctx: Ctx, input: z.input<typeof addWatchlistEntrySchema>): Promise<WatchlistEntry | Failure> {
  const officer = officerOf(ctx)
  const { data, failed } = validate(ctx, addWatchlistEntrySchema, input)
  if (failed) return failed
  const record = readRecord(ctx, data)
  if (isFailure(record)) return record
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    const place = await takeSite(tx, data.siteId)
    if (!place) return notFound(ctx, 'siteId')
    await changingWatchlist(ctx, tx)
    const { action, validUntil = null } = data
    const [id = ''] = await writeEntries(ctx, tx, keyring, officer, [{ record, action, validUntil, ...place, importId: null }])
    await audit(ctx, tx, 'watchlist.add', { type: 'WatchlistEntry', id }, { action, siteId: place.siteId })
    if (action === 'BLOCK') await tellSecurity(ctx, tx, 'PROPOSAL', officer)
    return tx.watchlistEntry.findUniqueOrThrow({ where: { id } })
  })
}
