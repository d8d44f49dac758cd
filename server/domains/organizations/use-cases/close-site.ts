import type { z } from 'zod'
import { siteIdSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import type { Site } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { holdSite } from './hold-site.sql'
import { strandedAt } from './stranded-guests'

/**
 * Closes a site with all its gates: nobody is invited or let in there any more. Doing it again changes nothing and is no error.
 * Whoever invites somebody there at the same time comes before, or finds it closed.
 * @returns the site, or NOT_FOUND, VALIDATION_FAILED while guests are inside or expected
 */
export async function closeSite(ctx: Ctx, input: z.input<typeof siteIdSchema>): Promise<Site | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, siteIdSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const site = await holdSite(ctx, tx, data.siteId)
    if (!site) return notFound(ctx, 'siteId')
    if (site.closedAt) return site
    const stranded = await strandedAt(ctx, tx, site.id)
    if (stranded) return invalid(ctx, [{ path: ['siteId'], key: stranded.key, values: { count: stranded.count } }])
    return move(ctx, tx, site, ctx.now())
  })
}

/**
 * Opens a closed site again; gates that were closed by themselves stay closed. Doing it again changes nothing and is no error.
 * @returns the site, or NOT_FOUND
 */
export async function reopenSite(ctx: Ctx, input: z.input<typeof siteIdSchema>): Promise<Site | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, siteIdSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const site = await holdSite(ctx, tx, data.siteId)
    if (!site) return notFound(ctx, 'siteId')
    return site.closedAt ? move(ctx, tx, site, null) : site
  })
}

/** Closes or opens a site that is held. */
async function move(ctx: Ctx, tx: TenantTransaction, site: Site, closedAt: Date | null): Promise<Site> {
  const moved = await tx.site.update({ where: { id: site.id }, data: { closedAt } })
  const [before, after] = closedAt ? ['OPEN', 'CLOSED'] : ['CLOSED', 'OPEN']
  const change = { before: { status: before }, after: { status: after } }
  await (closedAt
    ? audit(ctx, tx, 'site.close', { type: 'Site', id: site.id }, change)
    : audit(ctx, tx, 'site.reopen', { type: 'Site', id: site.id }, change))
  return moved
}
