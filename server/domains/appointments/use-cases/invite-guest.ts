import type { Answers } from '#shared/visitor-types/answers'
import { inviteGuestSchema, type InviteGuestInput } from '#shared/schemas/appointments'
import { openAppointment, openAppointments } from '../../../core/appointment-texts'
import { actedFor } from '../../../core/acting-for'
import { audit } from '../../../core/audit'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import type { AppointmentRow } from '../../../core/rows'
import { Overtaken, startingOver } from '../../../core/start-over'
import { isWithin } from '../../../core/within'
import type { Site } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { ofNobodyErased } from '../../credentials/use-cases/draft-passes'
import { checkSentAnswers, chooseVisitorType, type ChosenType } from '../../visitor-types/use-cases/choose-visitor-type'
import { findOrRegisterVisitors } from '../../visitors/use-cases/find-or-register-visitors'
import { shareWatchlist } from '../../watchlist/use-cases/share-watchlist.sql'
import { besideHost, type VisitState } from '../visit-changes'
import { bookVisits, headCount, type ComingGuest } from './book-visits'
import { bookRooms, takePlace, type Work } from './change-visit'
import { withCoHosts } from './co-hosts'
import { bookSeries, readPattern } from './series/book-series'

type Visit = ReturnType<typeof inviteGuestSchema.parse>

/** How somebody came who stands at the reception without having been invited: what is done once, and what is noted of it. */
export interface Arrival {
  operation: string
  /** What was asked for, the same however late it is asked for again. */
  asked: unknown
  /** Whether the guest has registered themselves: nobody who books it has a right, and nobody answers in the host's place. */
  isByGuest?: boolean
  note: (work: Work, appointmentId: string) => Promise<void>
}

/**
 * Books a visit, or visits that repeat, and announces them; the worker signs the pass and sends the invite.
 * Times are UTC; the site's zone is kept beside them.
 * @returns the appointment, or NOT_FOUND, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export const inviteGuest = (ctx: Ctx, input: InviteGuestInput): Promise<AppointmentRow | Failure> => bookGuest(ctx, input, null)

/**
 * Books a visit of guests who are to come, or of one who stands at the reception: then the host is asked before anything is signed.
 * @returns the appointment, or NOT_FOUND, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function bookGuest(ctx: Ctx, input: InviteGuestInput, arrival: Arrival | null): Promise<AppointmentRow | Failure> {
  const reach = arrival?.isByGuest ? 'all' : authorizeWithin(ctx, 'appointment:create')
  const { data, failed } = validate(ctx, inviteGuestSchema, input)
  if (failed) return failed
  if (data.endsAt <= ctx.now()) return invalid(ctx, [{ path: ['endsAt'], key: 'visitInThePast' }])
  const hostId = data.hostId ?? ctx.hostId
  if (!hostId) return invalid(ctx, [{ path: ['hostId'], key: 'hostRequired' }])
  // Whoever names a host or a place beyond their reach learns no more than that there is none for them.
  if (!isWithin(reach, { hostId, siteId: data.siteId })) return notFound(ctx, hostId === ctx.hostId ? 'siteId' : 'hostId')

  const { idempotencyKey, ...asked } = data
  const keyring = await keyringOf(organizationOf(ctx))
  return startingOver(() =>
    once<AppointmentRow>(
      ctx,
      { key: idempotencyKey, operation: arrival?.operation ?? 'inviteGuest', input: arrival?.asked ?? asked },
      async (id) => (await openAppointments(await ctx.db.appointment.findMany({ where: { id }, include: withCoHosts })))[0] ?? null,
      (tx) => book({ ctx, tx, keyring }, data, hostId, arrival),
    ),
  )
}

async function book(work: Work, visit: Visit, hostId: string, arrival: Arrival | null): Promise<AppointmentRow | Failure> {
  const { ctx, tx, keyring } = work
  const { startsAt, endsAt, siteId, title = null, message = null, receptionNote = null } = visit
  const coHostIds = besideHost(hostId, visit.coHostIds ?? [])
  const state = { startsAt, endsAt, siteId, hostId, coHostIds, roomId: visit.roomId ?? null, title, message, receptionNote }
  const site = await takePlace(work, state, true)
  if (isFailure(site)) return site
  await shareWatchlist(ctx, tx)
  const type = await chooseVisitorType(ctx, tx, visit.visitorTypeId)
  if (isFailure(type)) return type
  const guests = await registerGuests(work, visit, type, arrival?.isByGuest === true)
  if (isFailure(guests)) return guests
  const pattern = visit.recurrence ? readPattern(ctx, visit.recurrence, { startsAt, endsAt, timeZone: site.timeZone }) : null
  if (isFailure(pattern)) return pattern
  const id = pattern ? await bookSeries(work, site, state, pattern, guests) : await bookOne(work, state, site, guests, arrival !== null)
  if (typeof id !== 'string') return id
  await arrival?.note(work, id)
  // What people book for themselves is no matter of the log; what they book for others is.
  const lent = actedFor(ctx, 'appointment:create', state)
  if (lent.actedFor) await audit(ctx, tx, 'appointment.create', { type: 'Appointment', id }, lent)
  const row = await tx.appointment.findFirst({ where: { id, ...ofNobodyErased } })
  if (!row) throw new Overtaken(ctx)
  return openAppointment(keyring, { ...row, coHosts: coHostIds.toSorted().map((coHostId) => ({ hostId: coHostId })) })
}

/** Everybody who is invited, each once, with what is answered about them. */
async function registerGuests(
  { ctx, tx, keyring }: Work,
  visit: Visit,
  type: ChosenType | null,
  isByGuest: boolean,
): Promise<ComingGuest[] | Failure> {
  const people = [visit.visitor, ...(visit.others ?? [])]
  const ids = await findOrRegisterVisitors(ctx, tx, keyring, people, { asNew: isByGuest })
  if (isFailure(ids)) return ids
  const guests = new Map<string, ComingGuest>()
  for (const [place, visitorId] of ids.entries()) {
    if (guests.has(visitorId)) continue
    const hostAnswers = isByGuest ? null : answersAbout(ctx, visit, type, place)
    if (isFailure(hostAnswers)) return hostAnswers
    const { passType, groupSize } = visit
    const pass = { passType: passType ?? 'SINGLE', groupSize: groupSize ?? null }
    guests.set(visitorId, { visitorId, ...pass, visitorTypeId: type?.id ?? null, hostAnswers })
  }
  return [...guests.values()]
}

/** What the host answers about one guest: what they answer about all, and in its place what about this one. */
function answersAbout(ctx: Ctx, { visitor, others, answers }: Visit, type: ChosenType | null, place: number): Answers | Failure {
  const own = (place === 0 ? visitor : others?.[place - 1])?.answers ?? []
  const person = place === 0 ? ['visitor'] : ['others', String(place - 1)]
  return checkSentAnswers(
    ctx,
    type?.form ?? null,
    'HOST',
    [...(answers ?? []), ...own],
    own.length > 0 ? [...person, 'answers'] : ['answers'],
  )
}

async function bookOne(work: Work, state: VisitState, site: Site, guests: ComingGuest[], isWalkIn: boolean): Promise<string | Failure> {
  const { startsAt, endsAt, ...each } = state
  const taken = await bookRooms(
    work,
    site,
    [{ roomId: state.roomId, hours: { startsAt, endsAt } }],
    headCount(guests) + 1 + state.coHostIds.length,
  )
  if (taken) return taken
  const when = [{ startsAt, endsAt }]
  const [id] = await bookVisits(work, {
    state: each,
    timeZone: site.timeZone,
    guests,
    when,
    seriesId: null,
    tellsGuests: true,
    // They are asked instead.
    tellsHosts: !isWalkIn,
    isWalkIn,
  })
  return id ?? notFound(work.ctx, 'siteId')
}
