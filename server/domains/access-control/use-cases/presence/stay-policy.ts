import type { z } from 'zod'
import { updateStayPolicySchema } from '#shared/schemas/stay-policy'
import { noStayPolicy, type StayPolicy } from '#shared/stay-policy'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Site } from '../../../../generated/prisma/client'
import type { TenantClient, TenantTransaction } from '../../../../infra/tenant-client'
import { authorizeRules } from '../rules/find-rules'

const content = {
  remindMinutes: true,
  remindsGuest: true,
  checkOutMinutes: true,
  checkOutTime: true,
  longestStayHours: true,
} as const

/** What a site does about guests whom nobody saw leaving. */
export const stayPolicyOf = async (db: TenantClient | TenantTransaction, siteId: string): Promise<StayPolicy> =>
  (await db.stayPolicy.findFirst({ where: { siteId }, select: content })) ?? noStayPolicy

/** The same, for whoever may say it. @throws Refusal */
export function findStayPolicy(ctx: Ctx, siteId: string): Promise<StayPolicy> {
  authorizeRules(ctx)
  return stayPolicyOf(ctx.db, siteId)
}

/**
 * Says what a site does about guests whom nobody saw leaving. It holds from the next minute on, also for those who are inside already; nobody
 * who counts as gone comes back by it.
 * @returns the site, or NOT_FOUND, VALIDATION_FAILED
 */
export async function updateStayPolicy(ctx: Ctx, input: z.input<typeof updateStayPolicySchema>): Promise<Site | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, updateStayPolicySchema, input)
  if (failed) return failed
  const { siteId, ...policy } = data
  const site = isId(siteId) ? await ctx.db.site.findUnique({ where: { id: siteId } }) : null
  if (!site) return notFound(ctx, 'siteId')
  return allOrNothing(ctx, async (tx) => {
    const before = await stayPolicyOf(tx, siteId)
    await tx.stayPolicy.createMany({ data: [{ organizationId: organizationOf(ctx), siteId }], skipDuplicates: true })
    await tx.stayPolicy.updateMany({ where: { siteId }, data: policy })
    await audit(ctx, tx, 'site.set_stay_policy', { type: 'Site', id: siteId }, { before: { ...before }, after: policy })
    return site
  })
}
