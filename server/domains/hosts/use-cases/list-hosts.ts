import type { Ctx } from '../../../core/ctx'
import type { HostRow } from '../../../core/rows'
import type { Prisma } from '../../../generated/prisma/client'
import { hostsPermission } from '../policy'

/** Where a page of the list starts, in which order, and how many. */
type Page = Pick<Prisma.HostFindManyArgs, 'where' | 'orderBy' | 'take'>

/** Who receives guests in the organization. @param search a part of the name or of what they do @throws Refusal */
export async function listHosts(ctx: Ctx, { where = {}, ...page }: Page, search?: string | null): Promise<HostRow[]> {
  hostsPermission(ctx)
  const text = search?.trim()
  const found = text ? { OR: [{ position: { contains: text } }, { membership: { name: { contains: text } } }] } : {}
  const hosts = await ctx.db.host.findMany({
    ...page,
    where: { AND: [where, found] },
    select: { id: true, position: true, user: { select: { name: true } } },
  })
  return hosts.map(({ user, ...host }) => ({ ...host, name: user.name }))
}
