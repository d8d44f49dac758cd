import { organizationOf, type Ctx } from '../../../core/ctx'
import type { WrappedVisitorKey } from '../../../core/visitor-record'
import { keyringOf } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { sealAnswers, type NewAnswers } from '../answer-record'

/** The keys of visitors, by their ids; whoever was erased has none. */
export async function visitorKeys(
  tx: Pick<TenantTransaction, 'visitorKey'>,
  visitorIds: readonly string[],
): Promise<Map<string, WrappedVisitorKey>> {
  const rows = await tx.visitorKey.findMany({ where: { visitorId: { in: [...new Set(visitorIds)] } } })
  return new Map(rows.map(({ visitorId, organizationKeyId, wrappedKey }) => [visitorId, { organizationKeyId, wrappedKey }]))
}

/** Keeps answers about guests, in place of earlier ones of the same respondent. */
export async function keepAnswers(ctx: Ctx, tx: TenantTransaction, given: readonly NewAnswers[]): Promise<void> {
  if (given.length === 0) return
  const keys = await visitorKeys(
    tx,
    given.map(({ visitorId }) => visitorId),
  )
  const keyring = await keyringOf(organizationOf(ctx))
  const rows = given.flatMap((answers) => sealAnswers(keyring, keys, answers, ctx.now()))
  for (const who of ['HOST', 'GUEST'] as const) {
    const passes = given.filter(({ answeredBy }) => answeredBy === who).map(({ visitPassId }) => visitPassId)
    if (passes.length > 0) await tx.passAnswers.deleteMany({ where: { visitPassId: { in: passes }, answeredBy: who } })
  }
  await tx.passAnswers.createMany({ data: rows })
}
