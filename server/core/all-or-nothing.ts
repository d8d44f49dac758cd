import type { TenantTransaction } from '../infra/tenant-client'
import type { Ctx } from './ctx'
import { isFailure, type Failure } from './errors'

/** Carries a failure out of a transaction that it undoes. */
class Undone extends Error {
  constructor(readonly failure: Failure) {
    super('The transaction was undone by an expected failure')
  }
}

/**
 * Runs a transaction of which nothing stays when it answers with a failure: for work that finds out late.
 * @returns what the work returned
 */
export async function allOrNothing<T>(ctx: Ctx, work: (tx: TenantTransaction) => Promise<T | Failure>): Promise<T | Failure> {
  try {
    return await ctx.transaction(async (tx) => {
      const result = await work(tx)
      if (isFailure(result)) throw new Undone(result)
      return result
    })
  } catch (error) {
    if (error instanceof Undone) return error.failure
    throw error
  }
}
