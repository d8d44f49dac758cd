import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Direction } from '../../../generated/prisma/enums'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** Which gate a reader is at, and which way one goes through. */
export interface ReaderInput {
  key: string
  gateId: string
  direction: Direction
}

/** Why readers cannot be a controller's: one is at a gate of another site, or two have one key. Null where nothing is wrong. */
export async function strangeReader(
  ctx: Ctx,
  tx: TenantTransaction,
  siteId: string,
  readers: readonly ReaderInput[],
): Promise<Failure | null> {
  const ids = [...new Set(readers.map(({ gateId }) => gateId))].filter(isId)
  const gates = new Set((await tx.gate.findMany({ where: { id: { in: ids }, siteId }, select: { id: true } })).map(({ id }) => id))
  const elsewhere = readers.findIndex(({ gateId }) => !gates.has(gateId))
  if (elsewhere >= 0) return invalid(ctx, [{ path: ['readers', String(elsewhere), 'gateId'], key: 'notFound' }])
  const twice = readers.findIndex(({ key }, place) => readers.findIndex((other) => other.key === key) !== place)
  return twice >= 0 ? invalid(ctx, [{ path: ['readers', String(twice), 'key'], key: 'readerTwice' }]) : null
}
