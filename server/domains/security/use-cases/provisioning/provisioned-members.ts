import type { Prisma } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import type { ProvisionedMember } from '../../provisioning/resources'

type Reader = Pick<TenantTransaction, 'membership' | 'emailDomain'>

/** Domains whose addresses are the organization's own. */
export async function verifiedDomains(tx: Pick<TenantTransaction, 'emailDomain'>): Promise<string[]> {
  const rows = await tx.emailDomain.findMany({ where: { verifiedAt: { not: null } }, select: { domain: true } })
  return rows.map(({ domain }) => domain)
}

/** The domain of an address. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1)

/**
 * The members whom a directory may see: those with addresses of the organization's own domains, whoever made them; without those
 * whom it has given up and nobody has let in again since.
 */
export async function visibleMembers(tx: Pick<TenantTransaction, 'emailDomain'>): Promise<Prisma.MembershipWhereInput> {
  const domains = await verifiedDomains(tx)
  return {
    OR: domains.map((domain) => ({ user: { email: { endsWith: `@${domain}` } } })),
    NOT: { suspendedAt: { not: null }, provisioned: { removedAt: { not: null } } },
  }
}

const shown = {
  user: { select: { email: true } },
  provisioned: true,
  groups: { select: { group: { select: { id: true, displayName: true } } } },
} as const

type Row = Prisma.MembershipGetPayload<{ include: typeof shown }>

const toMember = ({ id, userId, name, createdAt, suspendedAt, user, provisioned, groups }: Row): ProvisionedMember => ({
  id,
  userId,
  email: user.email,
  name,
  createdAt,
  suspendedAt,
  externalId: provisioned?.externalId ?? null,
  givenName: provisioned?.givenName ?? null,
  familyName: provisioned?.familyName ?? null,
  updatedAt: provisioned?.updatedAt ?? createdAt,
  groups: groups.map(({ group }) => group).sort((one, other) => (one.id < other.id ? -1 : 1)),
})

/** One member whom a directory may see; null for anybody else. */
export async function findProvisionedMember(tx: Reader, id: string): Promise<ProvisionedMember | null> {
  const row = await tx.membership.findFirst({ where: { AND: [{ id }, await visibleMembers(tx)] }, include: shown })
  return row && toMember(row)
}

/** Members whom a directory may see, with how many there are in all. */
export async function listProvisionedMembers(
  tx: Reader,
  where: Prisma.MembershipWhereInput[],
  { skip, take }: { skip: number; take: number },
): Promise<{ total: number; members: ProvisionedMember[] }> {
  const wanted = { AND: [await visibleMembers(tx), ...where] }
  const total = await tx.membership.count({ where: wanted })
  const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]
  const rows = take > 0 ? await tx.membership.findMany({ where: wanted, include: shown, orderBy, skip, take }) : []
  return { total, members: rows.map(toMember) }
}
