import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { failure } from '../../../core/failures'
import { prisma } from '../../../infra/db'
import { isIn } from '../policy'
import { asPerson, changeAccount } from './account-changes'

/** What decides where a person goes in. */
export interface Places {
  id: string
  status: string
  roles: { organizationId: string | null }[]
  memberships: { organizationId: string; acceptedAt: Date | null; suspendedAt: Date | null }[]
}

/** The same of a person who is known by id. */
export const findPlaces = (userId: string): Promise<Places | null> =>
  prisma.user.findUnique({ where: { id: userId }, include: { roles: { orderBy: { id: 'asc' } }, memberships: true } })

/**
 * Where a person's session begins: the first organization that gave them a role and lets them in; nowhere for who is suspended.
 * @param shut organizations that do not let them in this way
 */
export function firstPlace(
  { status, roles, memberships }: Places,
  shut: readonly string[] = [],
): { organizationId: string | null } | undefined {
  if (status !== 'ACTIVE') return undefined
  const closed = new Set([...shut, ...memberships.filter((membership) => !isIn(membership)).map(({ organizationId }) => organizationId)])
  return roles.find(({ organizationId }) => organizationId === null || !closed.has(organizationId))
}

/** Of a person's organizations those that let people in by their provider only; who may do without is told apart. */
export async function providersRequiredOf({ id, memberships }: { id: string; memberships: { organizationId: string }[] }) {
  const organizationId = { in: memberships.map((membership) => membership.organizationId) }
  const rows = await prisma.identityProvider.findMany({
    where: { organizationId, isEnabled: true, isRequired: true },
    select: { organizationId: true, breakGlassUserId: true, name: true },
  })
  return { shut: rows.filter((row) => row.breakGlassUserId !== id), broken: rows.filter((row) => row.breakGlassUserId === id) }
}

/**
 * Where a person goes in who has proved by their own means (password, passkey) who they are. The one whose password still opens an
 * organization that asks for its provider leaves a trace there.
 * @returns the place, or PROVIDER_REQUIRED where every organization of theirs asks for its provider
 */
export async function enterByOwnProof(ctx: Ctx, person: Places): Promise<{ organizationId: string | null } | Failure> {
  const { shut, broken } = await providersRequiredOf(person)
  const place = firstPlace(
    person,
    shut.map(({ organizationId }) => organizationId),
  )
  if (!place) return failure(ctx, 'ProviderRequired', 'PROVIDER_REQUIRED', 'providerRequired')
  const { organizationId } = place
  if (organizationId !== null && broken.some((row) => row.organizationId === organizationId))
    await changeAccount((tx) => audit(asPerson(ctx, person.id, organizationId), tx, 'session.break_glass', { type: 'User', id: person.id }))
  return place
}
