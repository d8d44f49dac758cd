import { createHmac } from 'node:crypto'
import { Prisma } from '../generated/prisma/client'
import { keyFor } from '../infra/root-key'
import type { TenantTransaction } from '../infra/tenant-client'
import { allOrNothing } from './all-or-nothing'
import { actorId } from './audit'
import { organizationOf, type Ctx } from './ctx'
import { isFailure, type Failure } from './errors'
import { failure } from './failures'

/** How long a first answer is remembered, in milliseconds. */
const memory = 24 * 60 * 60 * 1_000

const key = keyFor('idempotency')

/** Keyed: a plain hash of a name and an e-mail could be guessed back. */
const hashOf = (input: unknown): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHmac('sha256', key()).update(JSON.stringify(input)).digest())

/**
 * Does a thing once per idempotency key of the caller in the organization: the same key and input within 24 hours finds the first result.
 * The key is taken in the transaction that does the work, so that of several simultaneous calls one works and the rest find it.
 * @param find loads the first result by its id
 * @param work does it and returns what it made; a failure takes no key and undoes what was done
 * @returns the result, or IDEMPOTENCY_KEY_REUSED for another input
 */
export async function once<T extends { id: string }>(
  ctx: Ctx,
  request: { key: string | null | undefined; operation: string; input: unknown },
  find: (id: string) => Promise<T | null>,
  work: (tx: TenantTransaction) => Promise<T | Failure>,
): Promise<T | Failure> {
  if (!request.key) return allOrNothing(ctx, work)
  const taken = { organizationId: organizationOf(ctx), principalId: actorId(ctx) ?? '', key: request.key }
  const inputHash = hashOf(request.input)
  const earlier = await replay(ctx, request.operation, inputHash, taken, find)
  if (earlier) return earlier
  try {
    return await allOrNothing<T>(ctx, async (tx) => {
      const made = await work(tx)
      if (isFailure(made)) return made
      await tx.idempotencyKey.deleteMany({ where: { ...taken, createdAt: { lt: new Date(ctx.now().getTime() - memory) } } })
      const row = {
        ...taken,
        operation: request.operation,
        inputHash,
        entityId: made.id,
        createdAt: ctx.now(),
      }
      await tx.idempotencyKey.create({ data: row })
      return made
    })
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
    const first = await replay(ctx, request.operation, inputHash, taken, find)
    if (!first) throw error
    return first
  }
}

async function replay<T>(
  ctx: Ctx,
  operation: string,
  inputHash: Uint8Array,
  taken: { organizationId: string; principalId: string; key: string },
  find: (id: string) => Promise<T | null>,
): Promise<T | Failure | null> {
  const row = await ctx.db.idempotencyKey.findUnique({ where: { organizationId_principalId_key: taken } })
  if (!row || row.createdAt.getTime() < ctx.now().getTime() - memory) return null
  if (row.operation !== operation || Buffer.compare(row.inputHash, inputHash) !== 0) {
    return failure(ctx, 'IdempotencyKeyReused', 'IDEMPOTENCY_KEY_REUSED', 'idempotencyKeyReused', { path: ['input', 'idempotencyKey'] })
  }
  return find(row.entityId)
}
