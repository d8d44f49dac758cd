import type { z } from 'zod'
import { visitorSchema } from '#shared/schemas/visitors'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import { isFailure, type Failure } from '../../../../core/errors'
import { invalid, validate } from '../../../../core/failures'
import { blindIndex } from '../../../../core/blind-index'
import { startingOver } from '../../../../core/start-over'
import { keyringOf } from '../../../../infra/keyring'
import { emit } from '../../../../infra/outbox'
import { askForGuest } from '../../../approvals/use-cases/ask-for-guest'
import { CompanionNamed } from '../../../credentials/events'
import { draftPasses } from '../../../credentials/use-cases/draft-passes'
import { isAwaited } from '../../../credentials/use-cases/guest-view'
import type { OpenedInvite } from '../../../credentials/use-cases/open-invite.sql'
import { holdSite } from '../../../organizations/use-cases/hold-site.sql'
import { findOrRegisterVisitors } from '../../../visitors/use-cases/find-or-register-visitors'
import { shareWatchlist } from '../../../watchlist/use-cases/share-watchlist.sql'
import { isOpen, peopleOf, type Work } from '../change-visit'
import { withCoHosts, type VisitRow } from '../co-hosts'
import { broughtBy, companionLimit } from './find-companions'

const companionSchema = visitorSchema.pick({ name: true, email: true })

/**
 * A guest names somebody whom they bring along: a guest of the visit with a pass of their own, checked, signed and written to like any
 * other. Naming the same person again changes nothing.
 * @param invite opened just now, by a browser that may see all of it
 * @returns the companion's pass, or VALIDATION_FAILED: nothing is left to name, no room for so many, too late
 */
export async function nameCompanion(
  ctx: Ctx,
  invite: OpenedInvite,
  input: z.input<typeof companionSchema>,
): Promise<{ visitPassId: string } | Failure> {
  const { data, failed } = validate(ctx, companionSchema, input)
  if (failed) return failed
  if (!isAwaited(invite, ctx.now())) return invalid(ctx, [{ path: [], key: 'guestTooLate' }])
  const keyring = await keyringOf(organizationOf(ctx))
  return startingOver(() => allOrNothing(ctx, (tx) => bring({ ctx, tx, keyring }, invite, data)))
}

async function bring(
  work: Work,
  invite: OpenedInvite,
  person: z.output<typeof companionSchema>,
): Promise<{ visitPassId: string } | Failure> {
  const { ctx, tx, keyring } = work
  const visit = await holdVisit(work, invite)
  if (isFailure(visit)) return visit
  const known = await tx.visitPass.findFirst({
    where: { ...broughtBy(invite.pass.id), visitor: { nameIndex: blindIndex(keyring, 'name', person.name) } },
    select: { id: true },
  })
  if (known) return { visitPassId: known.id }
  const full = await isFull(work, invite, visit)
  if (full) return full
  await shareWatchlist(ctx, tx)
  const ids = await findOrRegisterVisitors(ctx, tx, keyring, [{ ...person, locale: invite.locale }])
  if (isFailure(ids)) return ids
  return draft(work, invite, visit, ids[0] ?? '')
}

/** Takes the visit and its site for the rest of the transaction: of people named at the same time no more are taken than there is room for. */
async function holdVisit({ ctx, tx }: Work, { appointmentId }: OpenedInvite): Promise<VisitRow | Failure> {
  await tx.appointment.updateMany({ where: { id: appointmentId }, data: { organizationId: organizationOf(ctx) } })
  const visit = await tx.appointment.findUniqueOrThrow({ where: { id: appointmentId }, include: withCoHosts })
  await holdSite(ctx, tx, visit.siteId)
  return isOpen(visit, ctx.now()) ? visit : invalid(ctx, [{ path: [], key: 'guestTooLate' }])
}

async function isFull(work: Work, invite: OpenedInvite, { id, roomId, coHosts }: VisitRow): Promise<Failure | null> {
  const { ctx, tx } = work
  const [limit, brought] = [await companionLimit(tx, invite), await tx.visitPass.count({ where: broughtBy(invite.pass.id) })]
  if (brought >= limit) return invalid(ctx, [{ path: [], key: 'companionsFull' }])
  const room = roomId ? await tx.room.findUnique({ where: { id: roomId }, select: { capacity: true } }) : null
  const people = await peopleOf(
    work,
    id,
    coHosts.map(({ hostId }) => hostId),
  )
  const isTooSmall = room !== null && people + 1 > room.capacity
  return isTooSmall ? invalid(ctx, [{ path: [], key: 'companionsNoRoom' }]) : null
}

async function draft(
  { ctx, tx }: Work,
  invite: OpenedInvite,
  visit: VisitRow,
  visitorId: string,
): Promise<{ visitPassId: string } | Failure> {
  const invited = await tx.visitPass.count({ where: { appointmentId: visit.id, visitorId, status: { not: 'REVOKED' } } })
  if (invited > 0) return invalid(ctx, [{ path: ['name'], key: 'companionInvited' }])
  const type = invite.pass.type === 'MULTI' ? 'MULTI' : 'SINGLE'
  const [pass] = await draftPasses(ctx, tx, [
    { appointment: visit, visitorId, type, visitorTypeId: invite.pass.visitorTypeId, broughtById: invite.pass.id },
  ])
  if (!pass) throw new Error('A pass was not made')
  await askForGuest({ ctx, tx }, visit, { id: pass.id, visitorTypeId: invite.pass.visitorTypeId })
  const named = { visitPassId: pass.id, appointmentId: visit.id, broughtById: invite.pass.id }
  await emit(tx, organizationOf(ctx), CompanionNamed, named, ctx.now())
  return { visitPassId: pass.id }
}
