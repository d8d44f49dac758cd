import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import { builtInRoles } from '../../../../core/permissions'
import { prisma } from '../../../../infra/db'
import { isIn, mayGrant } from '../../policy'
import { areAdmin } from '../last-admin'
import { findMember } from '../list-members'
import { listRoles } from '../list-roles'

/**
 * A provider can say that somebody is anybody of the organization: only who could make an administrator may choose it.
 * @returns VALIDATION_FAILED for whoever could not
 */
export async function refuseLesserAdmin(ctx: Ctx): Promise<Failure | null> {
  const [role] = await listRoles(ctx, { where: { id: builtInRoles.OrgAdmin.id } })
  return role && mayGrant(ctx, role) ? null : invalid(ctx, [{ path: [], key: 'rightsBeyondYours' }])
}

/** The administrator who may go on coming in by their own means: one who is in, and who has means of their own. */
export async function findBreakGlass(ctx: Ctx, memberId: string | null | undefined): Promise<string | null | Failure> {
  if (!memberId) return null
  const member = isId(memberId) ? await findMember(ctx.db, memberId) : null
  if (!member) return notFound(ctx, 'breakGlassMemberId')
  const { userId: id } = member
  const hasMeans = await prisma.user.findFirst({ where: { id, OR: [{ passwordHash: { not: null } }, { passkeys: { some: {} } }] } })
  const isFit = isIn(member) && areAdmin(member.roles) && hasMeans
  return isFit ? id : invalid(ctx, [{ path: ['breakGlassMemberId'], key: 'breakGlassUnfit' }])
}

/** As which member the administrator is known who may go on coming in by their own means. */
export async function findBreakGlassMember(ctx: Ctx, userId: string | null): Promise<string | null> {
  const member = userId && (await ctx.db.membership.findFirst({ where: { userId }, select: { id: true } }))
  return member ? member.id : null
}

/** The role of whoever comes for the first time: one that the caller could give. */
export async function findNewRole(ctx: Ctx, roleId: string | null | undefined): Promise<string | null | Failure> {
  if (!roleId) return null
  const [role] = await listRoles(ctx, { where: { id: roleId } })
  if (!role) return notFound(ctx, 'newRoleId')
  return mayGrant(ctx, role) ? role.id : invalid(ctx, [{ path: ['newRoleId'], key: 'rightsBeyondYours' }])
}
