import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { ApiRequest, Prisma } from '../../../generated/prisma/client'

/** A request with what its key or service client is recognised by. */
export type ApiRequestRow = ApiRequest & { callerName: string }

/** Which requests of an application are wanted. */
export interface RequestSearch {
  failed?: boolean | null | undefined
  errorCode?: string | null | undefined
  operationName?: string | null | undefined
}

async function named(ctx: Ctx, rows: ApiRequest[]): Promise<ApiRequestRow[]> {
  const where = { id: { in: [...new Set(rows.map(({ caller }) => caller))] } }
  const keys = await ctx.db.apiKey.findMany({ where, select: { id: true, hint: true } })
  const names = new Map(keys.map(({ id, hint }) => [id, hint]))
  // A service client is called by its id.
  return rows.map((row) => ({ ...row, callerName: names.get(row.caller) ?? row.caller }))
}

/** What programs of the organization asked for, by id. */
export async function findRequests(ctx: Ctx, ids: readonly string[]): Promise<ApiRequestRow[]> {
  authorize(ctx, 'application:manage')
  return named(ctx, await ctx.db.apiRequest.findMany({ where: { id: { in: [...ids] } } }))
}

/** What an application asked for in the last month; `page` says from where, in which order and how much. */
export async function listRequests(
  ctx: Ctx,
  applicationId: string,
  { failed, errorCode, operationName }: RequestSearch,
  { where, ...page }: Pick<Prisma.ApiRequestFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<ApiRequestRow[]> {
  authorize(ctx, 'application:manage')
  const wanted: Prisma.ApiRequestWhereInput = {
    applicationId,
    ...(typeof failed === 'boolean' ? { failed } : {}),
    ...(errorCode ? { code: errorCode } : {}),
    ...(operationName ? { operationName } : {}),
  }
  return named(ctx, await ctx.db.apiRequest.findMany({ ...page, where: { AND: [wanted, where ?? {}] } }))
}
