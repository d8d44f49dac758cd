import { createHash } from 'node:crypto'
import type { IdentityProvider } from '../../../../generated/prisma/client'
import { prisma } from '../../../../infra/db'
import { isIn } from '../../policy'
import type { Assertion, ProviderProblem } from '../../single-sign-on/assertion'

/** What comes of what a provider said of a person. */
export type Recognition =
  | { kind: 'KNOWN'; userId: string; identityId: string }
  | { kind: 'LINK'; userId: string }
  | { kind: 'NEW'; email: string; roleId: string }
  | { kind: 'REFUSED'; problem: ProviderProblem }

const refused = (problem: ProviderProblem): Recognition => ({ kind: 'REFUSED', problem })

/** Under what somebody is found again: the provider's name for them, which no other provider can use. */
export const subjectHashOf = ({ issuer, subject }: Pick<Assertion, 'issuer' | 'subject'>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    createHash('sha256')
      .update(JSON.stringify([issuer, subject]))
      .digest(),
  )

/** Why the address says nothing about who somebody is; null where it does: the provider has verified it, and its domain is the organization's. */
export async function addressProblem(organizationId: string, { email, isEmailVerified }: Assertion): Promise<ProviderProblem | null> {
  if (email === null) return 'EMAIL_MISSING'
  if (!isEmailVerified) return 'EMAIL_UNVERIFIED'
  const domain = email.slice(email.lastIndexOf('@') + 1)
  const ours = await prisma.emailDomain.findFirst({ where: { organizationId, verifiedDomain: domain } })
  return ours ? null : 'DOMAIN_UNVERIFIED'
}

async function recogniseByAddress(provider: IdentityProvider, assertion: Assertion): Promise<Recognition> {
  const { organizationId, newRoleId } = provider
  const problem = await addressProblem(organizationId, assertion)
  if (problem) return refused(problem)
  const email = assertion.email ?? ''
  const user = await prisma.user.findUnique({ where: { email }, include: { memberships: true, identities: true } })
  if (!user) return newRoleId ? { kind: 'NEW', email, roleId: newRoleId } : refused('NOT_A_MEMBER')
  const membership = user.memberships.find((row) => row.organizationId === organizationId)
  // Whoever belongs to others only is never taken over: they are invited, and accept it themselves.
  if (!membership) return refused('NOT_A_MEMBER')
  if (membership.suspendedAt || user.status !== 'ACTIVE') return refused('SUSPENDED')
  const hasAnother = user.identities.some((row) => row.organizationId === organizationId && row.issuer === assertion.issuer)
  return hasAnother ? refused('OTHER_IDENTITY') : { kind: 'LINK', userId: user.id }
}

/** Whoever came before by this name of the provider; null where nobody did. */
async function recogniseBySubject({ organizationId }: IdentityProvider, assertion: Assertion): Promise<Recognition | null> {
  const identity = await prisma.externalIdentity.findUnique({
    where: { organizationId_subjectHash: { organizationId, subjectHash: subjectHashOf(assertion) } },
    include: { user: { include: { memberships: true } } },
  })
  if (!identity) return null
  const membership = identity.user.memberships.find((row) => row.organizationId === organizationId)
  const mayEnter = membership && isIn(membership) && identity.user.status === 'ACTIVE'
  return mayEnter ? { kind: 'KNOWN', userId: identity.userId, identityId: identity.id } : refused('SUSPENDED')
}

/**
 * Who it is that a provider speaks of, and what would come of it; changes nothing.
 * Whoever came before is found by issuer and subject. Whoever comes for the first time is found by a verified address of a
 * verified domain, and only among the members of the provider's own organization.
 */
export async function recognisePerson(provider: IdentityProvider, assertion: Assertion): Promise<Recognition> {
  const known = await recogniseBySubject(provider, assertion)
  if (known) return known
  const byAddress = await recogniseByAddress(provider, assertion)
  const isOutrun = byAddress.kind === 'REFUSED' && byAddress.problem === 'OTHER_IDENTITY'
  // The other identity may be this very one, made by a sign-in of the same moment after the first look.
  return (isOutrun ? await recogniseBySubject(provider, assertion) : null) ?? byAddress
}
