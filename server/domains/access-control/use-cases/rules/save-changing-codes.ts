import type { z } from 'zod'
import { setChangingCodesSchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Site } from '../../../../generated/prisma/client'
import { authorizeRules } from './find-rules'
import { nextVersion } from './next-version'

/**
 * Says whether the codes of passes change at a site, and whether any other lets somebody in. Holds from the next scan on; pages of guests follow
 * when they are opened again, gates without a connection once they have heard of it.
 * @returns the site, or NOT_FOUND, VALIDATION_FAILED
 */
export async function setChangingCodes(ctx: Ctx, input: z.input<typeof setChangingCodesSchema>): Promise<Site | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, setChangingCodesSchema, input)
  if (failed) return failed
  const { siteId, changingCodes } = data
  const site = isId(siteId) ? await ctx.db.site.findUnique({ where: { id: siteId } }) : null
  if (!site) return notFound(ctx, 'siteId')
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, siteId)
    const before = await tx.accessState.findFirst({ where: { siteId }, select: { changingCodes: true } })
    await tx.accessState.updateMany({ where: { siteId }, data: { changingCodes } })
    await audit(ctx, tx, 'site.set_changing_codes', { type: 'Site', id: siteId }, { before, after: { changingCodes } })
    return site
  })
}
