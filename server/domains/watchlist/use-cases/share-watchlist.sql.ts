import { organizationOf, type Ctx } from '../../../core/ctx'
import type { TenantTransaction } from '../../../infra/tenant-client'
import type { Watchfulness } from './watchlist-policy'

type Reader = Pick<TenantTransaction, '$queryRaw'>

/** What transactions hold: whoever asks again in one is not sent to the database again. */
const held = new WeakMap<Reader, Promise<Watchfulness | null>>()

async function share(ctx: Ctx, tx: Reader): Promise<Watchfulness | null> {
  const [policy] = await tx.$queryRaw<Watchfulness[]>`
    SELECT threshold, waiting_text AS waitingText FROM watchlist_policies WHERE organization_id = ${organizationOf(ctx)} LOCK IN SHARE MODE`
  return policy ?? null
}

/**
 * Takes the list for the rest of a transaction, beside others who only read it: nobody changes it meanwhile, and many book at once.
 * Taken after series, visits and sites, before rooms, visitors and passes: whoever changes the list or decides over a visitor holds it
 * and wants those. `LOCK IN SHARE MODE`, because MariaDB does not know `FOR SHARE`.
 * @returns how the list is kept; null for an organization that has none
 */
export function shareWatchlist(ctx: Ctx, tx: Reader): Promise<Watchfulness | null> {
  const known = held.get(tx) ?? share(ctx, tx)
  held.set(tx, known)
  return known
}
