import type { Principal } from '../../core/ctx'
import { deputyPermissions, ownPermissions, type Permission } from '../../core/permissions'
import { prisma } from '../../infra/db'
import { isIn } from './policy'

/** A host, with what decides whether somebody may act for them, and how far. */
const hostWithRights = (organizationId: string) =>
  ({
    select: {
      id: true,
      membership: { select: { acceptedAt: true, suspendedAt: true } },
      user: {
        select: {
          status: true,
          // What they hold everywhere in the organization: a role in a place gives no right over what they host.
          roles: {
            where: { organizationId, siteId: null, departmentId: null },
            select: { role: { select: { permissions: { select: { permission: true } } } } },
          },
        },
      },
    },
  }) as const

interface HostWithRights {
  id: string
  membership: { acceptedAt: Date | null; suspendedAt: Date | null }
  user: { status: string; roles: { role: { permissions: { permission: string }[] } }[] }
}

/** What a host may do with their own visits; nothing for one who may not come in. */
function rightsOver({ membership, user }: HostWithRights): Permission[] {
  if (!isIn(membership) || user.status !== 'ACTIVE') return []
  const held = new Set(user.roles.flatMap(({ role }) => role.permissions.map(({ permission }) => permission)))
  return ownPermissions.filter((right) => held.has(right) || held.has(`${right}:own`))
}

/**
 * What others let a host do for them now: by a delegation as much as they may themselves, as a deputy to know who comes. What others let
 * them do is never handed on.
 * @returns for each right whose visits it reaches
 */
export async function delegatedRights(organizationId: string, hostId: string, now: Date): Promise<Principal['delegated']> {
  const [delegations, absences] = await Promise.all([
    prisma.hostDelegation.findMany({
      where: {
        organizationId,
        delegateId: hostId,
        endedAt: null,
        AND: [{ OR: [{ startsAt: null }, { startsAt: { lte: now } }] }, { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }],
      },
      select: { host: hostWithRights(organizationId) },
      orderBy: { id: 'asc' },
    }),
    prisma.hostAbsence.findMany({
      where: { organizationId, deputyId: hostId, startsAt: { lte: now }, endsAt: { gt: now } },
      select: { host: hostWithRights(organizationId) },
      orderBy: { id: 'asc' },
    }),
  ])
  const rights = new Map<Permission, string[]>()
  const give = (right: Permission, to: string) => rights.set(right, [...new Set([...(rights.get(right) ?? []), to])].sort())
  for (const { host } of delegations) for (const right of rightsOver(host)) give(right, host.id)
  for (const { host } of absences)
    for (const right of rightsOver(host)) if (deputyPermissions.some((each) => each === right)) give(right, host.id)
  return rights
}
