import type { z } from 'zod'
import { inviteOrganizationAdminSchema } from '#shared/schemas/security'
import { authorize } from '../../../core/authorize'
import { inOrganization, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import { builtInRoles } from '../../../core/permissions'
import type { Organization } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { refuseTooManyLinks } from './account-links'
import { needsConfirmation } from './confirm-identity'
import { accountOf, addMember } from './invite-user'
import { hasAdminBeside, lockAdmins } from './last-admin'

/**
 * Invites an administrator of an organization on behalf of the platform: its first one, or another where none is left. Where somebody
 * administers it they invite others: else this would be a way in without an end and without a reason. The organization's log says who it was.
 * @returns the organization, or CONFIRMATION_REQUIRED, NOT_FOUND, TOO_MANY_ATTEMPTS, VALIDATION_FAILED for somebody who is there already and for an organization that has an administrator
 */
export async function inviteOrganizationAdmin(
  ctx: Ctx,
  input: z.input<typeof inviteOrganizationAdminSchema>,
): Promise<Organization | Failure> {
  authorize(ctx, 'platform:manage')
  const { data, failed } = validate(ctx, inviteOrganizationAdminSchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const organization = isId(data.organizationId) ? await prisma.organization.findUnique({ where: { id: data.organizationId } }) : null
  if (!organization) return notFound(ctx, 'organizationId')
  const inside = inOrganization(ctx, organization.id)
  const isAdministered = invalid(ctx, [{ path: ['organizationId'], key: 'hasAdministrator' }])
  if (await hasAdminBeside(inside.db, '')) return isAdministered
  const tooMany = await refuseTooManyLinks(inside, data.email)
  if (tooMany) return tooMany
  const role = await prisma.role.findUniqueOrThrow({ where: { id: builtInRoles.OrgAdmin.id }, include: { permissions: true } })
  const userId = await accountOf(data, ctx.now())
  return inside.transaction(async (tx) => {
    await lockAdmins(tx)
    if (await hasAdminBeside(tx, '')) return isAdministered
    const member = await addMember(inside, tx, userId, data.name, [role])
    return isFailure(member) ? member : organization
  })
}
