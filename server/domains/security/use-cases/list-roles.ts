import { organizationOf, type Ctx } from '../../../core/ctx'
import { builtInRoles } from '../../../core/permissions'
import type { Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'

/** A role with its rights. */
export type RoleRow = Prisma.RoleGetPayload<{ include: { permissions: true } }>

/** Roles that nobody holds in an organization: the platform's own, and that of people who have no account. */
const elsewhere = [builtInRoles.PlatformAdmin.id, builtInRoles.Guest.id]

/** The roles that can be held in the caller's organization: the built-in ones and its own. */
export function listRoles(ctx: Ctx, page: Pick<Prisma.RoleFindManyArgs, 'where' | 'orderBy' | 'take'> = {}): Promise<RoleRow[]> {
  const ours = { OR: [{ organizationId: null }, { organizationId: organizationOf(ctx) }], id: { notIn: elsewhere } }
  return prisma.role.findMany({ ...page, where: { AND: [page.where ?? {}, ours] }, include: { permissions: true } })
}
