import type { createApprovalChainSchema } from '#shared/schemas/approvals'
import type { z } from 'zod'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import { builtInRoles } from '../../../../core/permissions'
import type { ApprovalChain } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import type { StoredApprover, StoredStep } from '../../chain-steps'

type Content = z.output<typeof createApprovalChainSchema>
type Step = Content['steps'][number]
type Approver = Step['approvers'][number]

const idsOf = (steps: readonly Step[], pick: (approver: Approver) => (string | null | undefined)[]): string[] => [
  ...new Set(steps.flatMap(({ approvers, escalateTo }) => [...approvers, ...escalateTo].flatMap(pick)).flatMap((id) => id ?? [])),
]

/** The users that people of the organization are, by the ids of the people. */
async function usersOf(tx: TenantTransaction, memberIds: string[]): Promise<Map<string, string>> {
  const rows = await tx.membership.findMany({ where: { id: { in: memberIds.filter(isId) } }, select: { id: true, userId: true } })
  return new Map(rows.map(({ id, userId }) => [id, userId]))
}

/** The roles of the product itself that people of an organization hold. */
export const builtInRoleIds = Object.entries(builtInRoles).flatMap(([key, { id }]) =>
  ['PlatformAdmin', 'Guest'].includes(key) ? [] : [id],
)

/** Those of these roles that can be held in the organization. */
async function rolesAmong(ctx: Ctx, tx: TenantTransaction, roleIds: string[]): Promise<Set<string>> {
  const where = { id: { in: roleIds.filter(isId) }, organizationId: organizationOf(ctx) }
  const own = await tx.role.findMany({ where, select: { id: true } })
  return new Set([...builtInRoleIds, ...own.map(({ id }) => id)])
}

function storedApprover({ kind, memberId, roleId, deputyId }: Approver, users: ReadonlyMap<string, string>): StoredApprover {
  return {
    kind,
    userId: kind === 'PERSON' ? (users.get(memberId ?? '') ?? null) : null,
    roleId: kind === 'ROLE' ? (roleId ?? null) : null,
    deputyId: users.get(deputyId ?? '') ?? null,
  }
}

function storedStep(step: Step, users: ReadonlyMap<string, string>): StoredStep {
  const { quorum, count, deadlineHours, workingHours, atDeadline } = step
  return {
    approvers: step.approvers.map((approver) => storedApprover(approver, users)),
    needed: quorum === 'ALL' ? 'ALL' : quorum === 'ANY' ? 1 : (count ?? 1),
    deadlineHours: deadlineHours ?? null,
    workingHours,
    atDeadline,
    escalateTo: step.escalateTo.map((approver) => storedApprover(approver, users)),
  }
}

/**
 * The content of a chain as it is kept: every person, role, site and type that it names is one of the organization.
 * @returns NOT_FOUND for one that is not
 */
export async function storedContent(
  ctx: Ctx,
  tx: TenantTransaction,
  { name, siteId = null, visitorTypeId = null, allowsOwn, steps }: Content,
): Promise<(Pick<ApprovalChain, 'name' | 'siteId' | 'visitorTypeId' | 'allowsOwn'> & { steps: StoredStep[] }) | Failure> {
  if (siteId !== null && (!isId(siteId) || !(await tx.site.findUnique({ where: { id: siteId } })))) return notFound(ctx, 'siteId')
  if (visitorTypeId !== null && (!isId(visitorTypeId) || !(await tx.visitorType.findUnique({ where: { id: visitorTypeId } })))) {
    return notFound(ctx, 'visitorTypeId')
  }
  const memberIds = idsOf(steps, ({ kind, memberId, deputyId }) => [kind === 'PERSON' ? memberId : null, deputyId])
  const users = await usersOf(tx, memberIds)
  if (memberIds.some((id) => !users.has(id))) return notFound(ctx, 'steps')
  const roleIds = idsOf(steps, ({ kind, roleId }) => [kind === 'ROLE' ? roleId : null])
  const roles = await rolesAmong(ctx, tx, roleIds)
  if (roleIds.some((id) => !roles.has(id))) return notFound(ctx, 'steps')
  return { name, siteId, visitorTypeId, allowsOwn, steps: steps.map((step) => storedStep(step, users)) }
}
