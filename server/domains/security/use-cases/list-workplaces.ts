import { prisma } from '../../../infra/db'
import { isIn } from '../policy'
import { providersRequiredOf } from './places'

/** An organization in which a person may act. */
export interface Workplace {
  organizationId: string
  name: string
}

/** Where a session may act that was opened by the provider of an organization, or by the person's own means. */
async function mayEnter(userId: string, sessionId: string, memberships: { organizationId: string }[]) {
  const session = await prisma.session.findUnique({ where: { id: sessionId }, select: { providerOrganizationId: true } })
  const by = session?.providerOrganizationId
  if (by) return (organizationId: string) => organizationId === by
  const { shut } = await providersRequiredOf({ id: userId, memberships })
  return (organizationId: string) => !shut.some((row) => row.organizationId === organizationId)
}

/**
 * The organizations in which a person holds a role and may come in, by name. What the provider of one has proved opens no other,
 * and where an organization asks for its provider, nothing else opens it.
 */
export async function listWorkplaces({ id: userId, sessionId }: { id: string; sessionId: string }): Promise<Workplace[]> {
  const [memberships, grants] = await Promise.all([
    prisma.membership.findMany({ where: { userId }, include: { organization: { select: { name: true } } } }),
    prisma.userRole.findMany({ where: { userId }, select: { organizationId: true } }),
  ])
  const held = new Set(grants.map(({ organizationId }) => organizationId))
  const isOpen = await mayEnter(userId, sessionId, memberships)
  return memberships
    .filter((membership) => isIn(membership) && held.has(membership.organizationId) && isOpen(membership.organizationId))
    .map(({ organizationId, organization }) => ({ organizationId, name: organization.name }))
    .toSorted((one, other) => one.name.localeCompare(other.name) || one.organizationId.localeCompare(other.organizationId))
}
