import type { z } from 'zod'
import { inviteUserSchema } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { newId } from '../../../core/ids'
import { prisma } from '../../../infra/db'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { mayGrant } from '../policy'
import { makeAccountLink, refuseTooManyLinks } from './account-links'
import { ensureHost } from './change-user-roles'
import { findMember, type MemberRow } from './list-members'
import { holdRoles, listRoles, type RoleRow } from './list-roles'

type Invitation = z.output<typeof inviteUserSchema>

/** Whom to invite. */
type Person = Pick<Invitation, 'email' | 'name' | 'locale'>

/**
 * The account of an address, made where there is none. An account without a password and without roles opens nothing,
 * so that one left over from an invitation that failed does no harm.
 */
export async function accountOf({ email, name, locale }: Person, now: Date): Promise<string> {
  const data = { id: newId(), email, name, locale, status: 'ACTIVE' as const, createdAt: now }
  await prisma.user.createMany({ data, skipDuplicates: true })
  return (await prisma.user.findUniqueOrThrow({ where: { email }, select: { id: true } })).id
}

/** Makes a person a member who has yet to follow the link. @returns the person, or VALIDATION_FAILED for one who is here already */
export async function addMember(
  ctx: Ctx,
  tx: TenantTransaction,
  userId: string,
  name: string,
  roles: RoleRow[],
): Promise<MemberRow | Failure> {
  const [id, organizationId] = [newId(), organizationOf(ctx)]
  const row = { id, organizationId, userId, name, createdAt: ctx.now() }
  const { count } = await tx.membership.createMany({ data: [row], skipDuplicates: true })
  if (count === 0) return invalid(ctx, [{ path: ['email'], key: 'alreadyMember' }])
  await tx.userRole.createMany({ data: roles.map((role) => ({ id: newId(), organizationId, userId, roleId: role.id })) })
  await ensureHost(ctx, tx, userId, roles)
  await makeAccountLink(ctx, tx, userId, 'INVITATION')
  await audit(ctx, tx, 'user.invite', { type: 'User', id: userId }, { before: null, after: { roles: roles.map(({ key }) => key).sort() } })
  const member = await findMember(tx, id)
  if (!member) throw new Error('A membership that was just made was not found')
  return member
}

async function join(
  ctx: Ctx,
  tx: TenantTransaction,
  userId: string,
  invitation: Invitation,
  found: RoleRow[],
): Promise<MemberRow | Failure> {
  const roles = await holdRoles(ctx, tx, found)
  if (!roles) return notFound(ctx, 'roleIds')
  if (!roles.every((role) => mayGrant(ctx, role))) return invalid(ctx, [{ path: ['roleIds'], key: 'rightsBeyondYours' }])
  return addMember(ctx, tx, userId, invitation.name, roles)
}

/**
 * Invites a person by mail to join the organization with these roles. What they may do begins when they follow the link.
 * Whether the address has an account elsewhere makes no difference to the answer.
 * @returns the person, or NOT_FOUND for a role, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED, TOO_MANY_ATTEMPTS
 */
export async function inviteUser(ctx: Ctx, input: z.input<typeof inviteUserSchema>): Promise<MemberRow | Failure> {
  authorize(ctx, 'user:manage')
  const { data, failed } = validate(ctx, inviteUserSchema, input)
  if (failed) return failed
  const roles = await listRoles(ctx, { where: { id: { in: data.roleIds } } })
  if (roles.length !== data.roleIds.length) return notFound(ctx, 'roleIds')
  if (!roles.every((role) => mayGrant(ctx, role))) return invalid(ctx, [{ path: ['roleIds'], key: 'rightsBeyondYours' }])
  const tooMany = await refuseTooManyLinks(ctx, data.email)
  if (tooMany) return tooMany
  const { idempotencyKey: key, ...asked } = data
  const userId = await accountOf(data, ctx.now())
  return once(
    ctx,
    { key, operation: 'inviteUser', input: asked },
    (id) => findMember(ctx.db, id),
    (tx) => join(ctx, tx, userId, data, roles),
  )
}
