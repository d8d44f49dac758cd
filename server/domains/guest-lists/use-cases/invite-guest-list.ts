import { maxOthers } from '#shared/guest-lines'
import { openTexts } from '../../../core/appointment-texts'
import { systemCtx, type Ctx } from '../../../core/ctx'
import { isFailure } from '../../../core/errors'
import type { JobContext } from '../../../core/handlers'
import { startingOver } from '../../../core/start-over'
import type { GuestList, GuestListPart, Site } from '../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { bookVisits } from '../../appointments/use-cases/book-visits'
import { takePlace, type Work } from '../../appointments/use-cases/change-visit'
import { refuseErased } from '../../credentials/use-cases/draft-passes'
import { findOrRegisterVisitors } from '../../visitors/use-cases/find-or-register-visitors'
import { shareWatchlist } from '../../watchlist/use-cases/share-watchlist.sql'
import { invitedAlready, withoutRepeated } from '../invited-already'
import { openListAnswers } from '../list-answers'
import { openRows, sealRows, type BadRow, type GoodRow } from '../list-rows'

/**
 * Invites the guests of a list, part by part, each in a transaction of its own. Stopped it goes on where it was; run again it does
 * nothing once the list has ended, run twice at once each part is done by one of the two.
 */
export async function inviteGuestList({ organizationId }: JobContext, { guestListId }: { guestListId: string }): Promise<void> {
  const ctx = systemCtx(organizationId)
  let goesOn = true
  // The keys are asked for each time: a list may take longer than a key is the newest.
  while (goesOn) {
    const keyring = await keyringOf(organizationId)
    goesOn = await startingOver(() => invitePart(ctx, keyring, guestListId))
  }
}

/** Invites the guests of the next part, or finds that there is none. @returns whether there may be more */
function invitePart(ctx: Ctx, keyring: Keyring, id: string): Promise<boolean> {
  return ctx.transaction(async (tx) => {
    // Taken for the rest of the transaction: whoever stops the list waits for this part.
    const held = await tx.guestList.updateMany({ where: { id, status: 'RUNNING' }, data: { status: 'RUNNING' } })
    if (held.count === 0) return false
    const list = await tx.guestList.findUniqueOrThrow({ where: { id } })
    const part = await tx.guestListPart.findFirst({ where: { guestListId: id, doneAt: null }, orderBy: { position: 'asc' } })
    if (!part) return end(ctx, tx, id, 'DONE')
    const work = { ctx, tx, keyring }
    const site = await takePlace(work, list, true)
    return isFailure(site) ? end(ctx, tx, id, 'FAILED') : doPart(work, list, part, site)
  })
}

async function end(ctx: Ctx, tx: TenantTransaction, id: string, status: 'DONE' | 'FAILED'): Promise<false> {
  await tx.guestList.updateMany({ where: { id, status: 'RUNNING' }, data: { status, endedAt: ctx.now() } })
  return false
}

async function doPart(work: Work, list: GuestList, part: GuestListPart, site: Site): Promise<true> {
  const { ctx, tx, keyring } = work
  const rows = openRows(keyring, part)
  const { good, added } = withoutRepeated(rows, await invitedAlready(tx, keyring, list.siteId, rows.good))
  const late: BadRow[] = good
    .filter(({ endsAt }) => endsAt <= ctx.now())
    .map(({ line, guest }) => ({ line, name: guest.name, email: guest.email ?? '', problem: { key: 'visitInThePast' } }))
  const coming = good.filter(({ endsAt }) => endsAt > ctx.now())
  await inviteAll(work, list, site, coming)
  const bad = [...rows.bad, ...added, ...late]
  // The others are guests now, and stand where guests stand.
  const left = { sealedRows: sealRows(keyring, part.id, { good: [], bad }), doneAt: ctx.now() }
  await tx.guestListPart.updateMany({ where: { id: part.id, doneAt: null }, data: left })
  const counted = {
    doneRows: { increment: part.rowCount },
    invitedRows: { increment: coming.length },
    duplicateRows: { increment: added.length },
    badRows: { increment: late.length },
  }
  await tx.guestList.updateMany({ where: { id: list.id, status: 'RUNNING' }, data: counted })
  return true
}

/** Books visits for guests who come at the same time, as many in one as a visit can have. */
async function inviteAll(work: Work, list: GuestList, site: Site, rows: GoodRow[]): Promise<void> {
  if (rows.length === 0) return
  const { ctx, tx, keyring } = work
  await shareWatchlist(ctx, tx)
  const ids = await findOrRegisterVisitors(
    ctx,
    tx,
    keyring,
    rows.map(({ guest }) => guest),
  )
  if (isFailure(ids)) throw new Error('A row of a list was checked before and cannot be used now')
  const { title, message, receptionNote } = openTexts(keyring, list.id, list, 'guestLists')
  const state = { siteId: list.siteId, hostId: list.hostId, coHostIds: [], roomId: null, title, message, receptionNote }
  const { passType, visitorTypeId } = list
  const each = { passType, visitorTypeId, hostAnswers: openListAnswers(keyring, list) }
  const coming = rows.map(({ startsAt, endsAt }, place) => ({ startsAt, endsAt, visitorId: ids[place] ?? '' }))
  const together = Map.groupBy(coming, ({ startsAt, endsAt }) => `${startsAt.toISOString()} ${endsAt.toISOString()}`)
  for (const [{ startsAt, endsAt }, visitors] of [...together.values()].flatMap(visitsOf)) {
    const guests = visitors.map((visitorId) => ({ visitorId, ...each }))
    const when = [{ startsAt, endsAt }]
    const guestList = { id: list.id, ownerId: list.ownerId }
    await bookVisits(work, { state, timeZone: site.timeZone, guests, when, seriesId: null, tellsGuests: list.tellsGuests, guestList })
  }
  await refuseErased(ctx, tx, ids)
}

interface Coming {
  startsAt: Date
  endsAt: Date
  visitorId: string
}

/** Visits for people who come at the same time, each with as many as it can have, nobody twice. */
function visitsOf(people: Coming[]): [when: Pick<Coming, 'startsAt' | 'endsAt'>, visitors: string[]][] {
  const visitors = [...new Set(people.map(({ visitorId }) => visitorId))]
  const [when] = people
  if (!when) return []
  const size = maxOthers + 1
  return Array.from({ length: Math.ceil(visitors.length / size) }, (_, place) => [when, visitors.slice(place * size, (place + 1) * size)])
}
