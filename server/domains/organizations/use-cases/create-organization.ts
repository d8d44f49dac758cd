import type { z } from 'zod'
import { createOrganizationSchema } from '#shared/schemas/organizations'
import { auditForPlatform } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, validate } from '../../../core/failures'
import { newId } from '../../../core/ids'
import type { Organization } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'

/**
 * Makes an organization, empty: its administrators are invited next. Its keys are made on first need.
 * @returns the organization, or VALIDATION_FAILED, also for a code that is taken
 */
export async function createOrganization(ctx: Ctx, input: z.input<typeof createOrganizationSchema>): Promise<Organization | Failure> {
  authorize(ctx, 'platform:manage')
  const { data, failed } = validate(ctx, createOrganizationSchema, input)
  if (failed) return failed
  const id = newId()
  const made = await prisma.$transaction(async (tx) => {
    const { count } = await tx.organization.createMany({ data: [{ id, ...data, createdAt: ctx.now() }], skipDuplicates: true })
    if (count === 0) return null
    await auditForPlatform(ctx, tx, 'organization.create', { type: 'Organization', id }, { before: null, after: data })
    return tx.organization.findUniqueOrThrow({ where: { id } })
  })
  return made ?? invalid(ctx, [{ path: ['code'], key: 'organizationCodeTaken' }])
}
