import { audit } from '../../../../core/audit'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { newId } from '../../../../core/ids'
import { prisma } from '../../../../infra/db'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import type { ProvisionedMember } from '../../provisioning/resources'
import { ScimError, suspendedByHand } from '../../provisioning/scim-error'
import { changesOfResource, type UserChanges } from '../../provisioning/user-changes'
import { makeAccountLink } from '../account-links'
import { ensureHost } from '../change-user-roles'
import { accountOf } from '../invite-user'
import { listRoles } from '../list-roles'
import { domainOf, findProvisionedMember, verifiedDomains } from './provisioned-members'
import { keepProvisioned, orTaken } from './keep-provisioned'

/** The whole name that a directory gives somebody. */
export const wholeName = ({ name, givenName, familyName }: UserChanges): string | null =>
  name ?? ([givenName, familyName].filter(Boolean).join(' ') || null)

const taken = () => new ScimError(409, 'There is a person of this userName', 'uniqueness')

/** The role of whoever is new, as the organization's provider has it. */
async function newRole(ctx: Ctx, tx: TenantTransaction) {
  const provider = await tx.identityProvider.findFirst({ select: { newRoleId: true, isEnabled: true } })
  const roles = provider?.newRoleId ? await listRoles(ctx, { where: { id: provider.newRoleId } }) : []
  return { roles, comesByProvider: provider?.isEnabled ?? false }
}

/** Lets somebody whom the directory gave up before in again, as they were: who had accepted need not do so once more. @throws ScimError for a member who is here, and for one whom others have shut out */
async function takeBack(tx: TenantTransaction, userId: string, name: string): Promise<void> {
  const gone = { userId, suspendedAt: { not: null }, provisioned: { removedAt: { not: null } } }
  const membership = await tx.membership.findFirst({ where: gone, select: { id: true, suspendedAt: true, provisioned: true } })
  if (!membership) throw taken()
  const { id, suspendedAt, provisioned } = membership
  if (provisioned?.deactivatedAt?.getTime() !== suspendedAt?.getTime()) throw suspendedByHand()
  const { count } = await tx.membership.updateMany({ where: { id, suspendedAt }, data: { name, suspendedAt: null } })
  if (count === 0) throw taken()
}

/** Makes the membership. Whoever has an account already accepts it, as everybody does: by the provider's sign-in or by a link. */
async function join(ctx: Ctx, tx: TenantTransaction, userId: string, wanted: UserChanges, name: string): Promise<ProvisionedMember> {
  const [organizationId, createdAt] = [organizationOf(ctx), ctx.now()]
  const row = { id: newId(), organizationId, userId, name, createdAt }
  const { count } = await tx.membership.createMany({ data: [row], skipDuplicates: true })
  if (count === 0) await takeBack(tx, userId, name)
  const { roles, comesByProvider } = await newRole(ctx, tx)
  const grants = roles.map(({ id }) => ({ id: newId(), organizationId, userId, roleId: id }))
  await tx.userRole.createMany({ data: grants, skipDuplicates: true })
  await ensureHost(ctx, tx, userId, roles)
  const { externalId = null, givenName = null, familyName = null, active = true } = wanted
  await keepProvisioned(ctx, tx, userId, { externalId, givenName, familyName, deactivatedAt: active ? null : createdAt, removedAt: null })
  if (!active) await tx.membership.updateMany({ where: { userId }, data: { suspendedAt: createdAt } })
  const { id, acceptedAt } = await tx.membership.findFirstOrThrow({ where: { userId }, select: { id: true, acceptedAt: true } })
  const isInvited = active && acceptedAt === null
  if (isInvited && !comesByProvider) await makeAccountLink(ctx, tx, userId, 'INVITATION')
  const after = { roles: roles.map(({ key }) => key), status: isInvited ? 'INVITED' : active ? 'ACTIVE' : 'SUSPENDED' }
  await audit(ctx, tx, 'user.provision', { type: 'User', id: userId }, { before: null, after })
  const member = await findProvisionedMember(tx, id)
  if (!member) throw new ScimError(409, 'The domain of the address was given up meanwhile')
  return member
}

/**
 * Makes somebody of the organization's directory a member, with the role of whoever is new or with none.
 * @throws ScimError for an address that is not of a verified domain, and 409 for one who is a member already
 */
export async function createProvisionedUser(ctx: Ctx, body: unknown): Promise<ProvisionedMember> {
  const wanted = changesOfResource(body)
  const { userName: email } = wanted
  if (!(await verifiedDomains(ctx.db)).includes(domainOf(email)))
    throw new ScimError(400, 'userName has to be an address of a domain that the organization has verified', 'invalidValue')
  const { locale } = await prisma.organization.findUniqueOrThrow({ where: { id: organizationOf(ctx) }, select: { locale: true } })
  const name = wholeName(wanted) ?? email
  const userId = await accountOf({ email, name, locale }, ctx.now())
  return orTaken(ctx.transaction((tx) => join(ctx, tx, userId, wanted, name)))
}
