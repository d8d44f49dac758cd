import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { env } from '../../../infra/env'
import { keyFor } from '../../../infra/root-key'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { makePageToken } from '../page-token'

/** The page on which guests of a site register themselves. */
export interface WalkInPageState {
  siteId: string
  isOpen: boolean
  /** Its address; null while it is not open. */
  url: string | null
}

const latest = 255
const key = keyFor('walk-in-page')

const stateOf = (siteId: string, page: { isOpen: boolean; version: number } | null): WalkInPageState => {
  const isOpen = page?.isOpen ?? false
  return { siteId, isOpen, url: isOpen ? new URL(`/w/${makePageToken(siteId, page?.version ?? 0, key())}`, env.PUBLIC_URL).href : null }
}

/** The page of a site, for whoever manages the organization; null for others. */
export async function findWalkInPage(ctx: Ctx, siteId: string): Promise<WalkInPageState | null> {
  if (!ctx.permissions.has('organization:manage')) return null
  return stateOf(siteId, await ctx.db.walkInPage.findFirst({ where: { siteId } }))
}

/** Works on the page of a site, which is made where there is none yet; its row is taken for the rest of the transaction. */
async function change(
  ctx: Ctx,
  siteId: string,
  work: (tx: TenantTransaction) => Promise<Failure | null>,
): Promise<WalkInPageState | Failure> {
  authorize(ctx, 'organization:manage')
  if (!isId(siteId)) return notFound(ctx, 'siteId')
  const at = { organizationId: organizationOf(ctx), siteId }
  return ctx.transaction(async (tx) => {
    if (!(await tx.site.findFirst({ where: { id: siteId }, select: { id: true } }))) return notFound(ctx, 'siteId')
    await tx.walkInPage.createMany({ data: [{ ...at, isOpen: false, version: 0, updatedAt: ctx.now() }], skipDuplicates: true })
    const failed = await work(tx)
    return failed ?? stateOf(siteId, await tx.walkInPage.findFirst({ where: { siteId } }))
  })
}

/** Opens or closes the page on which guests of a site register themselves. @returns it, or NOT_FOUND */
export const setWalkInPage = (ctx: Ctx, { siteId, isOpen }: { siteId: string; isOpen: boolean }): Promise<WalkInPageState | Failure> =>
  change(ctx, siteId, async (tx) => {
    const { count } = await tx.walkInPage.updateMany({ where: { siteId, isOpen: !isOpen }, data: { isOpen, updatedAt: ctx.now() } })
    if (count > 0) await audit(ctx, tx, 'walk_in_page.set', { type: 'Site', id: siteId }, { isOpen })
    return null
  })

/** Gives the page of a site another address: posters that hang somewhere lead nowhere from then on. @returns it, or NOT_FOUND, VALIDATION_FAILED */
export const replaceWalkInLink = (ctx: Ctx, { siteId }: { siteId: string }): Promise<WalkInPageState | Failure> =>
  change(ctx, siteId, async (tx) => {
    const { count } = await tx.walkInPage.updateMany({
      where: { siteId, version: { lt: latest } },
      data: { version: { increment: 1 }, updatedAt: ctx.now() },
    })
    if (count === 0) return invalid(ctx, [{ path: ['siteId'], key: 'walkInLinksUsedUp' }])
    await audit(ctx, tx, 'walk_in_page.replace', { type: 'Site', id: siteId })
    return null
  })
