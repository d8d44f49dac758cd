import type { Ctx } from '../../../../core/ctx'
import { isId } from '../../../../core/ids'
import type { Prisma } from '../../../../generated/prisma/client'
import type { Page } from '../../provisioning/paging'
import type { ProvisionedMember } from '../../provisioning/resources'
import { notThere } from '../../provisioning/scim-error'
import { comparisonsOf, textOf, type Comparison } from '../../provisioning/scim-filter'
import { findProvisionedMember, listProvisionedMembers } from './provisioned-members'

/** Nothing equals a value of another kind. */
const nobody: Prisma.MembershipWhereInput = { id: '-' }

const filters: Record<string, (comparison: Comparison) => Prisma.MembershipWhereInput> = {
  id: (comparison) => ({ id: textOf(comparison) ?? '-' }),
  username: (comparison) => ({ user: { email: textOf(comparison)?.toLowerCase() ?? '-' } }),
  displayname: (comparison) => ({ name: textOf(comparison) ?? '-' }),
  externalid: (comparison) => ({ provisioned: { externalId: textOf(comparison) ?? '-' } }),
  active: ({ value }) => (typeof value === 'boolean' ? { suspendedAt: value ? null : { not: null } } : nobody),
}

/** People of the organization as its directory asks for them. @throws ScimError for a filter that is not understood */
export function findProvisionedUsers(ctx: Ctx, filter: string | null, { startIndex, count }: Page) {
  const where = comparisonsOf(filter, Object.keys(filters)).map((one) => filters[one.attribute]?.(one) ?? nobody)
  return listProvisionedMembers(ctx.db, where, { skip: startIndex - 1, take: count })
}

/** One person of the organization as its directory knows them. @throws ScimError 404 */
export async function findProvisionedUser(ctx: Ctx, id: string): Promise<ProvisionedMember> {
  const member = isId(id) ? await findProvisionedMember(ctx.db, id) : null
  if (!member) throw notThere()
  return member
}
