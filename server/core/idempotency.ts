import { createHmac } from 'node:crypto'
import { Prisma, type IdempotencyKey } from '../generated/prisma/client'
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
  const seen = { operation: request.operation, inputHash, forgotten: new Date(ctx.now().getTime() - memory), find }
  const row = () => ctx.db.idempotencyKey.findUnique({ where: { organizationId_principalId_key: taken } })
  const before = await row()
  const earlier = await replay(ctx, before, seen)
  if (earlier) return earlier
  try {
    return await allOrNothing<T>(ctx, async (tx) => {
      const made = await work(tx)
      if (isFailure(made)) return made
      if (before) await tx.idempotencyKey.deleteMany({ where: { ...taken, createdAt: { lt: seen.forgotten } } })
      const used = {
        ...taken,
        operation: request.operation,
        inputHash,
        entityId: made.id,
        createdAt: ctx.now(),
      }
      await tx.idempotencyKey.createMany({ data: [used] })
      return made
    })
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
    const first = await replay(ctx, await row(), seen)
    if (!first) throw error
    return first
  }
}

/** What was asked for, and since when it is remembered. */
interface Seen<T> {
  operation: string
  inputHash: Uint8Array
  forgotten: Date
  find: (id: string) => Promise<T | null>
}

async function replay<T>(
  ctx: Ctx,
  row: IdempotencyKey | null,
  { operation, inputHash, forgotten, find }: Seen<T>,
): Promise<T | Failure | null> {
  if (!row || row.createdAt < forgotten) return null
  if (row.operation !== operation || Buffer.compare(row.inputHash, inputHash) !== 0) {
    return failure(ctx, 'IdempotencyKeyReused', 'IDEMPOTENCY_KEY_REUSED', 'idempotencyKeyReused', { path: ['input', 'idempotencyKey'] })
  }
  return find(row.entityId)
}
