import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { updateSiteSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import type { Site } from '../../../generated/prisma/client'
import { markSite } from '../../statistics/use-cases/mark-stale-days'
import { holdSite } from './hold-site.sql'
import { traceOf } from './site-content'

/**
 * Changes what a site is. Visits that are booked keep the zone in which they were meant.
 * @returns the site, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updateSite(ctx: Ctx, input: z.input<typeof updateSiteSchema>): Promise<Site | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, updateSiteSchema, input)
  if (failed) return failed
  const { siteId, ...content } = data
  return ctx.transaction(async (tx) => {
    const before = await holdSite(ctx, tx, siteId)
    if (!before) return notFound(ctx, 'siteId')
    if (isDeepStrictEqual(traceOf(before), traceOf({ ...before, ...content }))) return before
    const site = await tx.site.update({ where: { id: before.id }, data: content })
    // Its days are others by another clock.
    if (site.timeZone !== before.timeZone) await markSite(ctx, tx, site.id)
    await audit(ctx, tx, 'site.update', { type: 'Site', id: site.id }, { before: traceOf(before), after: traceOf(site) })
    return site
  })
}
