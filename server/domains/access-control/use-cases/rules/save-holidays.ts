import type { z } from 'zod'
import { ruleLimits } from '#shared/limits'
import { addHolidaySchema, removeHolidaySchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Site } from '../../../../generated/prisma/client'
import { authorizeRules } from './find-rules'
import { nextVersion } from './next-version'

const findSite = (ctx: Ctx, id: string): Promise<Site | null> =>
  isId(id) ? ctx.db.site.findUnique({ where: { id } }) : Promise.resolve(null)
const dateOf = (day: string): Date => new Date(`${day}T00:00Z`)

/** Names a holiday of a site, or names it otherwise. @returns the site, or NOT_FOUND, VALIDATION_FAILED */
export async function addHoliday(ctx: Ctx, input: z.input<typeof addHolidaySchema>): Promise<Site | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, addHolidaySchema, input)
  if (failed) return failed
  const site = await findSite(ctx, data.siteId)
  if (!site) return notFound(ctx, 'siteId')
  const { id: siteId } = site
  return allOrNothing(ctx, async (tx) => {
    await nextVersion(tx, siteId)
    const holidays = await tx.holiday.count({ where: { siteId } })
    if (holidays >= ruleLimits.holidays) {
      return invalid(ctx, [{ path: ['day'], key: 'holidaysTooMany', values: { maximum: ruleLimits.holidays } }])
    }
    const day = dateOf(data.day)
    await tx.holiday.deleteMany({ where: { siteId, day } })
    await tx.holiday.create({ data: { organizationId: organizationOf(ctx), siteId, day, name: data.name } })
    await audit(ctx, tx, 'site.add_holiday', { type: 'Site', id: siteId }, { before: null, after: { day: data.day, name: data.name } })
    return site
  })
}

/** Takes a holiday of a site away; one that is none already is no error. @returns the site, or NOT_FOUND, VALIDATION_FAILED */
export async function removeHoliday(ctx: Ctx, input: z.input<typeof removeHolidaySchema>): Promise<Site | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, removeHolidaySchema, input)
  if (failed) return failed
  const site = await findSite(ctx, data.siteId)
  if (!site) return notFound(ctx, 'siteId')
  const { id: siteId } = site
  return ctx.transaction(async (tx) => {
    await nextVersion(tx, siteId)
    const { count } = await tx.holiday.deleteMany({ where: { siteId, day: dateOf(data.day) } })
    if (count > 0) await audit(ctx, tx, 'site.remove_holiday', { type: 'Site', id: siteId }, { before: data.day, after: null })
    return site
  })
}
