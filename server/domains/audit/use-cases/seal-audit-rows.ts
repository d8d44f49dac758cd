import { idAt } from '../../../core/ids'
import { errnoOf } from '../../../infra/migration-errors'
import { sealBatch, sealRows } from '../chain.sql'

/** How far back a look goes, in milliseconds: longer than any transaction may take between an id and its commit. */
const lookBack = 60_000

/** What the server says to the slower of two sealers: the place is taken, or both waited for each other. */
const lostRace = new Set([1062, 1205, 1213])

/**
 * Seals what has no seal yet. Harmless when repeated or when several do it at once.
 * @param everything also what is older than a minute: found after a restart, or written with a clock that was wrong
 * @returns how many rows were sealed
 */
export async function sealAuditRows(everything = false): Promise<number> {
  let from = everything ? '' : idAt(Date.now() - lookBack)
  let sealed = 0
  for (;;) {
    try {
      const ids = await sealRows(from, new Date())
      sealed += ids.length
      from = ids.at(-1) ?? from
      if (ids.length < sealBatch) return sealed
    } catch (error) {
      // Another sealer was faster: what it left is found by the next look.
      if (!lostRace.has(errnoOf(error) ?? 0)) throw error
    }
  }
}
