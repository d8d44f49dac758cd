import type { Ctx } from '../../../../core/ctx'
import { namesByAccount } from '../../../../core/members'
import type { Prisma, VisitorExportRequest } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { exporterOf } from '../../policy'
import { fetchableFor, waitsFor } from './visitor-export'

/** A file of many visitors as the API shows it, with the names of those who asked and decided. */
export interface VisitorExportRow extends VisitorExportRequest {
  requestedBy: string | null
  decidedBy: string | null
}

type Members = Pick<TenantTransaction, 'membership'>

/** Puts names to the people of requests. */
async function naming(
  db: Members,
  requests: readonly VisitorExportRequest[],
): Promise<(request: VisitorExportRequest) => VisitorExportRow> {
  const names = await namesByAccount(
    db,
    requests.flatMap(({ requesterId, decidedById }) => [requesterId, decidedById]),
  )
  const nameOf = (id: string | null) => names.get(id) ?? null
  return (request) => ({ ...request, requestedBy: nameOf(request.requesterId), decidedBy: nameOf(request.decidedById) })
}

/** A request with the names of its people. */
export const withNames = async (db: Members, request: VisitorExportRequest): Promise<VisitorExportRow> =>
  (await naming(db, [request]))(request)

/** Files of many visitors that were asked for in the caller's organization. @throws Refusal */
export async function listVisitorExports(
  ctx: Ctx,
  query: Pick<Prisma.VisitorExportRequestFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<VisitorExportRow[]> {
  exporterOf(ctx)
  const requests = await ctx.db.visitorExportRequest.findMany(query)
  return requests.map(await naming(ctx.db, requests))
}

/** Whether the caller can be the second person. */
export const mayDecide = (ctx: Ctx, { status, requesterId, requestedAt }: VisitorExportRequest): boolean =>
  status === 'REQUESTED' && requesterId !== exporterOf(ctx) && ctx.now().getTime() < requestedAt.getTime() + waitsFor

/** Until when a file can be fetched; null for one that is not there. */
export function fetchableUntil(ctx: Ctx, { status, readyAt }: VisitorExportRequest): Date | null {
  const until = new Date((readyAt?.getTime() ?? 0) + fetchableFor)
  return status === 'READY' && until > ctx.now() ? until : null
}
