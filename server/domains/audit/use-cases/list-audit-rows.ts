import type { Ctx } from '../../../core/ctx'
import type { AuditLog, Prisma } from '../../../generated/prisma/client'

/** Which audit rows are wanted. */
export interface AuditSearch {
  action?: string | null | undefined
  /** A thing by the type and id that the API gives it. */
  entity?: { typename: string; id: string } | null
  search?: string | null | undefined
  from?: Date | null | undefined
  to?: Date | null | undefined
}

/** A person is known to the log by their account, to the pages by their membership. */
async function entityIdOf(ctx: Ctx, { typename, id }: { typename: string; id: string }): Promise<string> {
  if (typename !== 'Member') return id
  const member = await ctx.db.membership.findFirst({ where: { id }, select: { userId: true } })
  return member?.userId ?? ''
}

/** Audit rows of the caller's organization. */
export async function listAuditRows(
  ctx: Ctx,
  { action, entity, search, from, to }: AuditSearch,
  { within, ...page }: Pick<Prisma.AuditLogFindManyArgs, 'orderBy' | 'take'> & { within: Prisma.AuditLogWhereInput[] },
): Promise<AuditLog[]> {
  const entityId = entity ? await entityIdOf(ctx, entity) : null
  const found: Prisma.AuditLogWhereInput = {
    ...(action ? { action } : {}),
    ...(entityId === null ? {} : { entityId }),
    ...(from || to ? { createdAt: { ...(from ? { gte: from } : {}), ...(to ? { lt: to } : {}) } } : {}),
    ...(search ? { OR: [{ ip: search }, { traceId: search }, { actorId: search }, { entityId: search }] } : {}),
  }
  return ctx.db.auditLog.findMany({ ...page, where: { AND: [found, ...within] } })
}
