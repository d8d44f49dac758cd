import { sealTexts } from '../../../core/appointment-texts'
import { organizationOf } from '../../../core/ctx'
import { newId } from '../../../core/ids'
import type { VisitPassType } from '../../../generated/prisma/client'
import { emitAll } from '../../../infra/outbox'
import { draftPasses } from '../../credentials/use-cases/draft-passes'
import { AppointmentCreated } from '../events'
import type { VisitState } from '../visit-changes'
import type { Work } from './change-visit'

/** Somebody who comes, and with what kind of pass. */
export interface ComingGuest {
  visitorId: string
  passType: VisitPassType
}

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
}

/**
 * Writes visits with a draft pass for each guest, and announces them. Places and rooms have been taken before.
 * @returns ids in the order of `when`
 */
export async function bookVisits({ ctx, tx, keyring }: Work, booking: Booking): Promise<string[]> {
  const { state, timeZone, guests, seriesId } = booking
  const { title, message, receptionNote, ...place } = state
  const rows = booking.when.map((when) => {
    const id = newId()
    const texts = sealTexts(keyring, id, { title, message, receptionNote })
    const organizationId = organizationOf(ctx)
    return { id, organizationId, ...place, ...texts, ...when, seriesId, status: 'SCHEDULED' as const, timeZone, createdAt: ctx.now() }
  })
  await tx.appointment.createMany({ data: rows })
  const wanted = rows.flatMap((appointment) => guests.map(({ visitorId, passType }) => ({ appointment, visitorId, type: passType })))
  const passes = await draftPasses(ctx, tx, wanted)
  const passesOf = Map.groupBy(passes, ({ appointmentId }) => appointmentId)
  const announced = rows.map(({ id, siteId, hostId }, place) => ({
    appointmentId: id,
    siteId,
    hostId,
    visitPassIds: (passesOf.get(id) ?? []).map((pass) => pass.id),
    ...(seriesId ? { seriesId } : {}),
    ...(booking.tellsGuests && place === 0 ? {} : { tellsGuests: false }),
  }))
  await emitAll(tx, organizationOf(ctx), AppointmentCreated, announced, ctx.now())
  return rows.map(({ id }) => id)
}
