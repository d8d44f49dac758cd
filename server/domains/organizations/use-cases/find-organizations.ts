import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Organization, Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'

/** Organizations of the installation, for whoever manages it. @throws Refusal */
export function listOrganizations(
  ctx: Ctx,
  search: string | null | undefined,
  { where, ...page }: Pick<Prisma.OrganizationFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<Organization[]> {
  authorize(ctx, 'platform:manage')
  const found = search ? { OR: [{ name: { contains: search } }, { code: { contains: search } }] } : {}
  return prisma.organization.findMany({ ...page, where: { AND: [found, where ?? {}] } })
}

/** Those of these that the caller may see: their own, or all of them for whoever manages the installation. */
export async function findOrganizations(ctx: Ctx, ids: readonly string[]): Promise<(Organization | null)[]> {
  const visible = ids.filter((id) => id === ctx.organizationId || ctx.permissions.has('platform:manage'))
  const rows = visible.length > 0 ? await prisma.organization.findMany({ where: { id: { in: visible } } }) : []
  return ids.map((id) => rows.find((row) => row.id === id) ?? null)
}
