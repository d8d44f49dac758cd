import type { z } from 'zod'
import { createSiteSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { newId } from '../../../core/ids'
import type { Site } from '../../../generated/prisma/client'
import { traceOf } from './site-content'

/**
 * Makes a site. Guests can be invited there at once; they are let in once it has a gate.
 * @returns the site, or VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function createSite(ctx: Ctx, input: z.input<typeof createSiteSchema>): Promise<Site | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, createSiteSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...content } = data
  const find = (id: string) => ctx.db.site.findUnique({ where: { id } })
  return once(ctx, { key, operation: 'createSite', input: content }, find, async (tx) => {
    const site = await tx.site.create({ data: { id: newId(), organizationId: organizationOf(ctx), ...content } })
    await tx.accessState.create({ data: { siteId: site.id, organizationId: site.organizationId } })
    await audit(ctx, tx, 'site.create', { type: 'Site', id: site.id }, { before: null, after: traceOf(site) })
    return site
  })
}
