import { organizationOf, type Ctx } from '../../../core/ctx'
import { builtInRoles } from '../../../core/permissions'
import type { Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { translate } from '../../../infra/i18n'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** A role with its rights. */
export type RoleRow = Prisma.RoleGetPayload<{ include: { permissions: true } }>

/** Roles that nobody holds in an organization: the platform's own, and that of people who have no account. */
const elsewhere = [builtInRoles.PlatformAdmin.id, builtInRoles.Guest.id]

/** What narrows the list. */
export interface RoleFilter {
  /** A part of the name as the reader sees it. */
  search?: string | null | undefined
  isBuiltIn?: boolean | null | undefined
}

const builtInNamed = (ctx: Ctx, part: string): string[] =>
  Object.entries(builtInRoles)
    .filter(([key]) => translate(ctx.language, `admin.roleNames.${key}`).toLowerCase().includes(part.toLowerCase()))
    .map(([, { id }]) => id)

/** What a filter means for the rows. */
export function roleWhere(ctx: Ctx, { search, isBuiltIn }: RoleFilter): Prisma.RoleWhereInput[] {
  const kinds: Prisma.RoleWhereInput[] =
    isBuiltIn === null || isBuiltIn === undefined ? [] : [{ organizationId: isBuiltIn ? null : organizationOf(ctx) }]
  if (!search) return kinds
  const named = { OR: [{ organizationId: organizationOf(ctx), name: { contains: search } }, { id: { in: builtInNamed(ctx, search) } }] }
  return [...kinds, named]
}

/** The roles that can be held in the caller's organization: the built-in ones and its own. */
export function listRoles(ctx: Ctx, page: Pick<Prisma.RoleFindManyArgs, 'where' | 'orderBy' | 'take'> = {}): Promise<RoleRow[]> {
  const ours = { OR: [{ organizationId: null }, { organizationId: organizationOf(ctx) }], id: { notIn: elsewhere } }
  return prisma.role.findMany({ ...page, where: { AND: [page.where ?? {}, ours] }, include: { permissions: true } })
}

/**
 * Takes roles of the organization for the rest of the transaction, so that nobody changes or deletes one that is being given.
 * Writes what stands there: the statement is for its locks.
 * @returns those among them that are the organization's own, as they are now
 */
export async function lockOwnRoles(ctx: Ctx, tx: TenantTransaction, ids: readonly string[]): Promise<RoleRow[]> {
  const where = { id: { in: [...ids] } }
  await tx.role.updateMany({ where, data: { organizationId: organizationOf(ctx) } })
  return tx.role.findMany({ where, include: { permissions: true } })
}

/** Roles that were found, taken for the transaction and read anew; null when one of them is gone by now. */
export async function holdRoles(ctx: Ctx, tx: TenantTransaction, found: readonly RoleRow[]): Promise<RoleRow[] | null> {
  const ids = found.flatMap(({ id, organizationId }) => (organizationId === null ? [] : [id]))
  if (ids.length === 0) return [...found]
  const own = await lockOwnRoles(ctx, tx, ids)
  return own.length === ids.length ? [...found.filter(({ organizationId }) => organizationId === null), ...own] : null
}
