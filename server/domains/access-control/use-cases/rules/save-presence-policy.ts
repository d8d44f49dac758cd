import type { z } from 'zod'
import { updatePresencePolicySchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Site } from '../../../../generated/prisma/client'
import { authorizeRules } from './find-rules'
import { nextVersion } from './next-version'

const traced = { capacity: true, antiPassback: true, passbackMinutes: true } as const

/**
 * Says how many people may be inside a site at once, and what is done about an entry of somebody who is inside already. Holds from the next
 * scan on; nobody who is inside has to leave.
 * @returns the site, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updatePresencePolicy(ctx: Ctx, input: z.input<typeof updatePresencePolicySchema>): Promise<Site | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, updatePresencePolicySchema, input)
  if (failed) return failed
  const { siteId, ...policy } = data
  const site = isId(siteId) ? await ctx.db.site.findUnique({ where: { id: siteId } }) : null
  if (!site) return notFound(ctx, 'siteId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, siteId)
    const before = await tx.accessState.findFirst({ where: { siteId }, select: traced })
    await tx.accessState.updateMany({ where: { siteId }, data: policy })
    await audit(ctx, tx, 'site.set_presence_policy', { type: 'Site', id: siteId }, { before, after: policy })
    return site
  })
}
