import type { z } from 'zod'
import { changeSecurityPolicySchema, shortestPassword } from '#shared/schemas/security'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import type { GuestAccess, SecondFactorDemand } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { isIn } from '../policy'
import { needsConfirmation } from './confirm-identity'
import { lockAdmins } from './last-admin'
import { listRoles } from './list-roles'

/** What an organization asks of how its people sign in, and its guests. */
export interface PolicyRow {
  passwordMinimum: number
  secondFactor: SecondFactorDemand
  guestAccess: GuestAccess
  /** Sessions may ask nothing but what the product's own pages ask. */
  persistedDocumentsOnly: boolean
  roleIds: string[]
}

async function readPolicy(db: Pick<TenantTransaction, 'securityPolicy' | 'securityPolicyRole'>): Promise<PolicyRow> {
  const row = await db.securityPolicy.findFirst({
    select: { passwordMinimum: true, secondFactor: true, guestAccess: true, persistedDocumentsOnly: true },
  })
  const roles = await db.securityPolicyRole.findMany({ select: { roleId: true }, orderBy: { roleId: 'asc' } })
  return {
    passwordMinimum: shortestPassword,
    secondFactor: 'OPTIONAL',
    guestAccess: 'LINK',
    persistedDocumentsOnly: false,
    ...row,
    roleIds: roles.map(({ roleId }) => roleId),
  }
}

/** What the caller's organization asks of how its people sign in. @throws Refusal without the right to manage it */
export function findSecurityPolicy(ctx: Ctx): Promise<PolicyRow> {
  authorize(ctx, 'organization:manage')
  return readPolicy(ctx.db)
}

async function writePolicy(ctx: Ctx, tx: TenantTransaction, { roleIds, ...data }: PolicyRow): Promise<void> {
  const [organizationId, updatedAt] = [organizationOf(ctx), ctx.now()]
  const { count } = await tx.securityPolicy.updateMany({ data: { ...data, updatedAt } })
  if (count === 0) await tx.securityPolicy.create({ data: { organizationId, ...data, updatedAt }, select: { updatedAt: true } })
  await tx.securityPolicyRole.deleteMany({})
  await tx.securityPolicyRole.createMany({ data: roleIds.map((roleId) => ({ organizationId, roleId })) })
}

/**
 * Changes what the organization asks of how its people sign in. Open sessions go on; whoever lacks a second factor
 * that is asked for enrols at the next sign-in, and a longer password is asked for when the next one is set.
 * @returns the policy, or CONFIRMATION_REQUIRED, NOT_FOUND for a role that the organization does not have, VALIDATION_FAILED
 */
export async function changeSecurityPolicy(ctx: Ctx, input: z.input<typeof changeSecurityPolicySchema>): Promise<PolicyRow | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, changeSecurityPolicySchema, input)
  if (failed) return failed
  const unproven = await needsConfirmation(ctx)
  if (unproven) return unproven
  const roleIds = data.secondFactor === 'ROLES' ? data.roleIds.toSorted() : []
  if (data.secondFactor === 'ROLES' && roleIds.length === 0) return invalid(ctx, [{ path: ['roleIds'], key: 'roleRequired' }])
  const roles = await listRoles(ctx, { where: { id: { in: roleIds } } })
  if (roles.length !== roleIds.length) return notFound(ctx, 'roleIds')
  return ctx.transaction(async (tx) => {
    await lockAdmins(tx)
    const before = await readPolicy(tx)
    const { passwordMinimum, secondFactor } = data
    const after = {
      passwordMinimum,
      secondFactor,
      guestAccess: data.guestAccess ?? before.guestAccess,
      persistedDocumentsOnly: data.persistedDocumentsOnly ?? before.persistedDocumentsOnly,
      roleIds,
    }
    await writePolicy(ctx, tx, after)
    await audit(ctx, tx, 'security_policy.change', { type: 'Organization', id: organizationOf(ctx) }, { before: { ...before }, after })
    return after
  })
}

/** Whether one of a person's organizations asks a second factor of them. */
export async function mustHaveSecondFactor(userId: string): Promise<boolean> {
  const places = (await prisma.membership.findMany({ where: { userId } })).filter(isIn)
  const organizationId = { in: places.map((place) => place.organizationId) }
  const [policies, held] = await Promise.all([
    prisma.securityPolicy.findMany({ where: { organizationId, secondFactor: { not: 'OPTIONAL' } }, include: { roles: true } }),
    prisma.userRole.findMany({ where: { userId, organizationId } }),
  ])
  return policies.some(
    (policy) =>
      policy.secondFactor === 'EVERYBODY' ||
      policy.roles.some((role) => held.some((grant) => grant.organizationId === role.organizationId && grant.roleId === role.roleId)),
  )
}
