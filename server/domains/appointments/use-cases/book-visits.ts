import type { Answers } from '#shared/visitor-types/answers'
import { byUser } from '../../../core/by-user'
import { sealTexts } from '../../../core/appointment-texts'
import { actorId } from '../../../core/audit'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { VisitPassType } from '../../../generated/prisma/client'
import { emitAll } from '../../../infra/outbox'
import { askApproval } from '../../approvals/use-cases/ask-approval'
import { draftPasses } from '../../credentials/use-cases/draft-passes'
import { AppointmentCreated } from '../events'
import type { VisitState } from '../visit-changes'
import type { Work } from './change-visit'
import { addCoHosts } from './co-hosts'

/** Somebody who comes, and with what kind of pass. */
export interface ComingGuest {
  visitorId: string
  passType: VisitPassType
  visitorTypeId: string | null
  /** What the host answers about them; undefined for further visits of a series. */
  hostAnswers?: Answers | null
  /** How many people come on a pass for a group. */
  groupSize?: number | null
}

/** How many people guests are: a pass for a group stands for several. */
export const headCount = (guests: readonly Pick<ComingGuest, 'groupSize'>[]): number =>
  guests.reduce((sum, { groupSize }) => sum + (groupSize ?? 1), 0)

/** Visits that are alike but for when they are. */
export interface Booking {
  /** What each of them is. */
  state: Omit<VisitState, 'startsAt' | 'endsAt'>
  timeZone: string
  guests: ComingGuest[]
  when: { startsAt: Date; endsAt: Date; occurrence?: string }[]
  seriesId: string | null
  /** Whether the first of them tells the guests of all. */
  tellsGuests: boolean
  /** Whether they are further visits of a series that was asked for before. */
  prolongs?: boolean
  /** The list of guests for which they are, and whoever made it. */
  guestList?: { id: string; ownerId: string }
  /** Whether it tells those who receive. */
  tellsHosts?: boolean
  /** Whether the guest stands at the reception without having been invited. */
  isWalkIn?: boolean
}

/** Who asks for visits: the person who books them, or who made the list. */
const requesterOf = (ctx: Ctx, { guestList }: Booking): string | null =>
  guestList?.ownerId ?? (ctx.actor.type === 'user' ? actorId(ctx) : null)

/** The rules of access with which visits of a series begin. */
async function rulesOfSeries(tx: Work['tx'], seriesId: string | null): Promise<{ accessRuleIds?: string[] }> {
  const series = seriesId ? await tx.appointmentSeries.findUnique({ where: { id: seriesId }, select: { accessRuleIds: true } }) : null
  return Array.isArray(series?.accessRuleIds) ? { accessRuleIds: series.accessRuleIds.map(String) } : {}
}

/** The visits as they are written. */
async function rowsOf({ ctx, tx, keyring }: Work, { state, timeZone, seriesId, when }: Booking) {
  const { title, message, receptionNote, coHostIds: _, ...place } = state
  const [organizationId, rules] = [organizationOf(ctx), await rulesOfSeries(tx, seriesId)]
  const same = { organizationId, ...place, ...rules, seriesId, status: 'SCHEDULED' as const, timeZone, createdAt: ctx.now() }
  return when.map((hours) => {
    const id = newId()
    return { id, ...same, ...sealTexts(keyring, id, { title, message, receptionNote }), ...hours }
  })
}

/**
 * Writes visits with a draft pass for each guest, has them agreed to where somebody must, and announces them. Places and rooms have
 * been taken before.
 * @returns ids in the order of `when`
 */
export async function bookVisits(work: Work, booking: Booking): Promise<string[]> {
  const { ctx, tx } = work
  const { state, guests, seriesId } = booking
  const rows = await rowsOf(work, booking)
  await tx.appointment.createMany({ data: rows })
  const ids = rows.map(({ id }) => id)
  await addCoHosts(tx, organizationOf(ctx), ids, state.coHostIds)
  const wanted = rows.flatMap((appointment, place) => {
    const tellsGuest = booking.tellsGuests && place === 0
    return guests.map(({ passType, ...guest }) => ({ appointment, type: passType, tellsGuest, ...guest }))
  })
  const passes = await draftPasses(ctx, tx, wanted)
  const tellers = new Set(booking.tellsGuests && rows[0] ? [rows[0].id] : [])
  const asking = { visits: rows, requesterId: requesterOf(ctx, booking), tellers }
  const { prolongs = false, isWalkIn = false, guestList } = booking
  await askApproval({ ctx, tx }, { ...asking, seriesId, prolongs, isWalkIn, batchId: guestList?.id ?? null })
  const passesOf = Map.groupBy(passes, ({ appointmentId }) => appointmentId)
  const announced = rows.map(({ id, siteId, hostId }, place) => ({
    appointmentId: id,
    siteId,
    hostId,
    visitPassIds: (passesOf.get(id) ?? []).map((pass) => pass.id),
    ...(seriesId ? { seriesId } : {}),
    ...(booking.tellsGuests && place === 0 ? {} : { tellsGuests: false }),
    ...byUser(ctx),
    ...(booking.tellsHosts && place === 0 ? { tellsHosts: true } : {}),
  }))
  await emitAll(tx, organizationOf(ctx), AppointmentCreated, announced, ctx.now())
  return ids
}
