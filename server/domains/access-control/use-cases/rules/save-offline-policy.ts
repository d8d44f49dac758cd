import type { z } from 'zod'
import { updateOfflinePolicySchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Site } from '../../../../generated/prisma/client'
import { authorizeRules, findOfflinePolicy } from './find-rules'

/**
 * Says for how long the gates of a site decide by themselves without a connection, and whether they let in whoever is not on their list. Gates
 * follow once they have heard of it.
 * @returns the site, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updateOfflinePolicy(ctx: Ctx, input: z.input<typeof updateOfflinePolicySchema>): Promise<Site | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, updateOfflinePolicySchema, input)
  if (failed) return failed
  const { siteId, graceMinutes, admitsUnlisted } = data
  const site = isId(siteId) ? await ctx.db.site.findUnique({ where: { id: siteId } }) : null
  if (!site) return notFound(ctx, 'siteId')
  const before = await findOfflinePolicy(ctx, siteId)
  return allOrNothing(ctx, async (tx) => {
    await tx.accessState.updateMany({ where: { siteId }, data: { offlineGraceMinutes: graceMinutes, admitsUnlisted } })
    await audit(
      ctx,
      tx,
      'site.set_offline_policy',
      { type: 'Site', id: siteId },
      { before: { ...before }, after: { graceMinutes, admitsUnlisted } },
    )
    return site
  })
}
