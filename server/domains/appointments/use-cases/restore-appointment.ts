import type { z } from 'zod'
import { restorableMinutes, restoreAppointmentSchema } from '#shared/schemas/appointments'
import { allOrNothing } from '../../../core/all-or-nothing'
import { openAppointment } from '../../../core/appointment-texts'
import { actedFor } from '../../../core/acting-for'
import { actorId, audit } from '../../../core/audit'
import { authorizeWithin } from '../../../core/authorize'
import { byUser } from '../../../core/by-user'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { AppointmentRow } from '../../../core/rows'
import { appointmentsWithin } from '../../../core/within'
import type { Appointment } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { emitAll } from '../../../infra/outbox'
import { askAgain, wasRefused } from '../../approvals/use-cases/ask-again'
import { restorePasses } from '../../credentials/use-cases/restore-passes'
import { holdSite } from '../../organizations/use-cases/hold-site.sql'
import { AppointmentRestored, AppointmentUpdated } from '../events'
import { bookRooms, peopleOf, takePlace, type Work } from './change-visit'
import { withCoHosts, type SeriesRow, type VisitRow } from './co-hosts'
import { holdSeries } from './series/series-state'

/**
 * Takes back that a visit was called off, and the visits of its series that were called off with it: within ten minutes, while its room
 * is free and its site open. Passes that were withdrawn with it are valid again; those withdrawn by themselves are not.
 * Doing it again changes nothing and is no error.
 * @returns the visit, or NOT_FOUND, VALIDATION_FAILED
 */
export async function restoreAppointment(ctx: Ctx, input: z.input<typeof restoreAppointmentSchema>): Promise<AppointmentRow | Failure> {
  const visible = appointmentsWithin(authorizeWithin(ctx, 'appointment:create'))
  const { data, failed } = validate(ctx, restoreAppointmentSchema, input)
  if (failed) return failed
  if (!isId(data.appointmentId)) return notFound(ctx, 'appointmentId')
  const keyring = await keyringOf(organizationOf(ctx))
  return allOrNothing(ctx, async (tx) => {
    const work = { ctx, tx, keyring }
    const found = await tx.appointment.findFirst({ where: { AND: [{ id: data.appointmentId }, visible] }, select: { seriesId: true } })
    if (!found) return notFound(ctx, 'appointmentId')
    const series = found.seriesId ? await holdSeries(work, found.seriesId) : null
    await holdVisits(work, data.appointmentId)
    const row = await tx.appointment.findUniqueOrThrow({ where: { id: data.appointmentId }, include: withCoHosts })
    if (row.status !== 'CANCELED') return openAppointment(keyring, row)
    const problem = problemOf(ctx, row) ?? ((await wasRefused(work, row.id)) ? 'restoreRefused' : null)
    if (problem) return invalid(ctx, [{ path: ['appointmentId'], key: problem }])
    const refused = await restore(work, await calledOffWith(work, row))
    if (refused) return refused
    if (series) await restoreRule(work, series, row)
    return openAppointment(keyring, await tx.appointment.findUniqueOrThrow({ where: { id: row.id }, include: withCoHosts }))
  })
}

/** The rule names the visits again that were called off with the end of it; where its end came by something else, it stays ended. */
async function restoreRule({ tx }: Work, series: SeriesRow, { canceledAt }: VisitRow): Promise<void> {
  const isSame = series.ruleEndedAt !== null && series.ruleEndedAt.getTime() === canceledAt?.getTime()
  const before = { rule: series.ruleBeforeEnd ?? series.rule, ruleBeforeEnd: null, ruleEndedAt: null, endedAt: null }
  await tx.appointmentSeries.updateMany({
    where: { id: series.id },
    data: { ...(isSame ? before : {}), revision: { increment: 1 } },
  })
}

/** Why a visit that was called off stays so: a key under `errors`. */
function problemOf(ctx: Ctx, { canceledAt, endsAt }: Appointment): string | null {
  if (endsAt <= ctx.now()) return 'visitIsOver'
  const since = ctx.now().getTime() - restorableMinutes * 60_000
  return !canceledAt || canceledAt.getTime() < since ? 'restoreTooLate' : null
}

/** The visit and those of its series that the same act called off, as far as they are not over. */
async function calledOffWith({ ctx, tx }: Work, row: VisitRow): Promise<VisitRow[]> {
  if (!row.seriesId || !row.canceledAt) return [row]
  const where = { seriesId: row.seriesId, status: 'CANCELED' as const, canceledAt: row.canceledAt, endsAt: { gt: ctx.now() } }
  return tx.appointment.findMany({ where, include: withCoHosts, orderBy: { startsAt: 'asc' } })
}

/**
 * Takes the visit and those called off with it for the rest of the transaction, in order of id and before places and passes: of several
 * who take it back one does. Writes what stands there: the statement is for its locks.
 */
async function holdVisits(work: Work, id: string): Promise<void> {
  const { ctx, tx } = work
  const row = await tx.appointment.findUniqueOrThrow({ where: { id }, include: withCoHosts })
  const ids = new Set([id, ...(await calledOffWith(work, row)).map((each) => each.id)])
  await tx.appointment.updateMany({ where: { id: { in: [...ids].toSorted() } }, data: { organizationId: organizationOf(ctx) } })
}

async function restore(work: Work, rows: VisitRow[]): Promise<Failure | null> {
  const { ctx, tx } = work
  const ids = rows.map(({ id }) => id)
  const places = [...new Map(rows.map((row) => [row.siteId, row])).values()].toSorted((a, b) => (a.siteId < b.siteId ? -1 : 1))
  // Before the passes, which take the watchlist: whoever puts somebody there for a site has that already.
  for (const { siteId } of places) await holdSite(ctx, tx, siteId)
  const passes = await restorePasses(ctx, tx, ids)
  for (const place of places) {
    const site = await takePlace(work, place, true)
    if (isFailure(site)) return site
    const here = rows.filter(({ siteId }) => siteId === place.siteId)
    const wanted = here.map(({ id, roomId, startsAt, endsAt }) => ({ roomId, hours: { id, startsAt, endsAt } }))
    const coHostIds = place.coHosts.map(({ hostId }) => hostId)
    const taken = await bookRooms(work, site, wanted, await peopleOf(work, place.id, coHostIds))
    if (taken) return taken
  }
  const { count } = await tx.appointment.updateMany({
    where: { id: { in: ids }, status: 'CANCELED' },
    data: {
      status: 'SCHEDULED',
      canceledAt: null,
      cancelReason: null,
      version: { increment: 1 },
      revision: { increment: 1 },
    },
  })
  if (count !== ids.length) return invalid(ctx, [{ path: ['appointmentId'], key: 'restoreTooLate' }])
  await askAgain(work, rows, ctx.actor.type === 'user' ? actorId(ctx) : null, passes.awaited)
  await announce(work, rows, passes.all)
  for (const row of rows) {
    const trace = { passes: passes.all.length, ...actedFor(ctx, 'appointment:create', row) }
    await audit(ctx, tx, 'appointment.restore', { type: 'Appointment', id: row.id }, trace)
  }
  return null
}

/** Programs learn of each visit; of several that come back together the first tells the guests of all. */
async function announce({ ctx, tx }: Work, rows: VisitRow[], visitPassIds: string[]): Promise<void> {
  const signed = await tx.visitPass.findMany({
    where: { id: { in: visitPassIds }, status: 'DRAFT' },
    select: { id: true, appointmentId: true },
  })
  const passesOf = (id: string) => signed.filter(({ appointmentId }) => appointmentId === id).map((pass) => pass.id)
  const changed = rows.map(({ id, siteId, hostId }, place) => ({
    appointmentId: id,
    siteId,
    hostId,
    changed: ['STATUS' as const],
    visitPassIds: passesOf(id),
    tellsGuests: false,
    ...byUser(ctx),
    ...(place === 0 ? { tellsHosts: true } : {}),
  }))
  await emitAll(tx, organizationOf(ctx), AppointmentUpdated, changed, ctx.now())
  const restored = rows.map(({ id }, place) => ({
    appointmentId: id,
    visitPassIds: passesOf(id),
    ...(place === 0 ? {} : { tellsGuests: false }),
  }))
  await emitAll(tx, organizationOf(ctx), AppointmentRestored, restored, ctx.now())
}
