import type { z } from 'zod'
import { updateOrganizationSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import type { Organization } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { forgetBrand } from './find-brand'

/**
 * Changes what the caller's organization is called, and the zone and language that new things of it begin with.
 * @returns the organization, or VALIDATION_FAILED
 */
export async function updateOrganization(ctx: Ctx, input: z.input<typeof updateOrganizationSchema>): Promise<Organization | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, updateOrganizationSchema, input)
  if (failed) return failed
  const id = organizationOf(ctx)
  const organization = await prisma.$transaction(async (tx) => {
    // The row is locked by writing what stands there: the log's "before" is what this change replaces.
    await tx.organization.update({ where: { id }, data: { id }, select: { id: true } })
    const { name, timeZone, locale } = await tx.organization.findUniqueOrThrow({ where: { id } })
    const after = await tx.organization.update({ where: { id }, data })
    await audit(ctx, tx, 'organization.update', { type: 'Organization', id }, { before: { name, timeZone, locale }, after: data })
    return after
  })
  forgetBrand(id)
  return organization
}
