import { audit } from '../../../../core/audit'
import { systemCtx } from '../../../../core/ctx'
import {
  openForOrganization,
  organizationSealedColumns,
  sealForOrganization,
  type OrganizationSealedColumn,
} from '../../../../core/organization-seal'
import { rewrapVisitorKey } from '../../../../core/visitor-record'
import { pool, prisma } from '../../../../infra/db'
import { forgetKeyring, keyringOf, type Keyring } from '../../../../infra/keyring'
import { describeError, log } from '../../../../infra/log'
import { SealBroken } from '../../../../infra/seal'
import { waitingTables } from '../../../../infra/work-off.sql'
import {
  batch,
  deleteUnusedKey,
  findStaleValues,
  findStaleVisitorKeys,
  replaceValue,
  replaceVisitorKey,
  type Search,
} from './sealed-values.sql'

/** How long an earlier key stays after a new one was made, in milliseconds: whatever began with it has ended long before. */
export const oldKeyIsKept = 24 * 60 * 60 * 1_000

/** Where an organization stands on its way to its newest `DATA` key. */
export interface Progress {
  /** Values that stood under an earlier key when they were looked at. */
  found: number
  /** Of those, how many stand under the newest now; what somebody else wrote meanwhile is theirs. */
  moved: number
  /** Those that do not open. They are left as they are. */
  broken: { table: string; id: string }[]
  /** Earlier keys that were deleted. */
  deleted: number
  /** Earlier keys that are left. */
  left: number
}

/** One table of values under keys of an organization: how to find what is stale there, and how to move it. */
interface Walk<T> {
  table: string
  find: (search: Search) => Promise<T[]>
  /** @returns false when somebody else wrote meanwhile. @throws SealBroken */
  move: (stale: T) => Promise<boolean>
}

async function walk<T extends { id: string }>(keyring: Keyring, { table, find, move }: Walk<T>, progress: Progress): Promise<void> {
  const search = { organizationId: keyring.organizationId, newestKeyId: keyring.data.id, after: '' }
  let rows: T[]
  do {
    rows = await find(search)
    progress.found += rows.length
    for (const row of rows) {
      try {
        if (await move(row)) progress.moved++
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error
        progress.broken.push({ table, id: row.id })
        log.warn({ table, id: row.id }, 'a sealed value does not open; the earlier key of its organization stays')
      }
    }
    search.after = rows.at(-1)?.id ?? ''
  } while (rows.length === batch)
}

async function moveVisitorKeys(keyring: Keyring, progress: Progress): Promise<void> {
  const { organizationId } = keyring
  await walk(
    keyring,
    {
      table: 'visitor_keys',
      find: findStaleVisitorKeys,
      move: (stale) => replaceVisitorKey(organizationId, stale, rewrapVisitorKey(keyring, stale.id, stale)),
    },
    progress,
  )
}

async function moveColumn(keyring: Keyring, at: OrganizationSealedColumn, progress: Progress): Promise<void> {
  await walk(
    keyring,
    {
      table: at.table,
      find: (search) => findStaleValues(at, search),
      move: (stale) => {
        const plain = openForOrganization(keyring, stale.sealed, at, stale.id)
        return replaceValue(at, keyring.organizationId, stale, sealForOrganization(keyring, plain, at, stale.id))
      },
    },
    progress,
  )
}

/** Deletes earlier keys under which nothing stands; each with its audit row. @returns how many */
async function deleteUnusedKeys(organizationId: string, earlier: { id: string; version: number }[]): Promise<number> {
  let deleted = 0
  for (const { id, version } of earlier) {
    const done = await prisma.$transaction(async (tx) => {
      if (!(await deleteUnusedKey(tx, organizationId, id))) return false
      await audit(systemCtx(organizationId), tx, 'organization_key.delete', { type: 'OrganizationKey', id }, { version })
      return true
    })
    if (done) deleted++
  }
  if (deleted > 0) forgetKeyring(organizationId)
  return deleted
}

/**
 * Moves what stands under earlier `DATA` keys of an organization to the newest, value by value, while everything goes on; a value that
 * somebody else writes meanwhile is theirs. Interrupted, it goes on where it was; several at once do each other no harm. As long
 * as the newest key is not known to every process nothing happens. Earlier keys are deleted a day after the newest was made, by a call
 * that finds nothing to move.
 */
export async function moveToNewestKey(organizationId: string, now = new Date()): Promise<Progress> {
  const [newest, ...earlier] = await prisma.organizationKey.findMany({
    where: { organizationId, purpose: 'DATA' },
    orderBy: { version: 'desc' },
    select: { id: true, version: true, createdAt: true },
  })
  const progress: Progress = { found: 0, moved: 0, broken: [], deleted: 0, left: earlier.length }
  if (!newest || earlier.length === 0 || (await isUpdating())) return progress
  const keyring = await keyringOf(organizationId)
  if (keyring.data.id !== newest.id) return progress
  await moveVisitorKeys(keyring, progress)
  for (const at of organizationSealedColumns) await moveColumn(keyring, at, progress)
  const isQuiet = progress.found === progress.broken.length
  if (isQuiet && now.getTime() - newest.createdAt.getTime() >= oldKeyIsKept)
    progress.deleted = await deleteUnusedKeys(organizationId, earlier)
  return { ...progress, left: earlier.length - progress.deleted }
}

/** Whether an update still has rows to move: those know nothing of newer keys. */
export const isUpdating = async (): Promise<boolean> => (await waitingTables(pool)).length > 0

/** Does it for every organization that has an earlier key. */
export async function moveAllToNewestKeys(now = new Date()): Promise<void> {
  const found = await prisma.organizationKey.groupBy({
    by: ['organizationId'],
    where: { purpose: 'DATA' },
    having: { id: { _count: { gt: 1 } } },
  })
  for (const { organizationId } of found)
    await moveToNewestKey(organizationId, now).catch((error: unknown) =>
      log.warn({ organizationId, err: describeError(error) }, 'values stay under an earlier key of their organization; tried again'),
    )
}
