import { prisma } from '../../../infra/db'
import { isIn } from '../policy'

/** An organization in which a person may act. */
export interface Workplace {
  organizationId: string
  name: string
}

/** The organizations in which a person holds a role and may come in, by name. */
export async function listWorkplaces(userId: string): Promise<Workplace[]> {
  const [memberships, grants] = await Promise.all([
    prisma.membership.findMany({ where: { userId }, include: { organization: { select: { name: true } } } }),
    prisma.userRole.findMany({ where: { userId }, select: { organizationId: true } }),
  ])
  const held = new Set(grants.map(({ organizationId }) => organizationId))
  return memberships
    .filter((membership) => isIn(membership) && held.has(membership.organizationId))
    .map(({ organizationId, organization }) => ({ organizationId, name: organization.name }))
    .toSorted((one, other) => one.name.localeCompare(other.name) || one.organizationId.localeCompare(other.organizationId))
}
