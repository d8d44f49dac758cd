import { updateAppointmentSchema, type UpdateAppointmentData, type UpdateAppointmentInput } from '#shared/schemas/appointments'
import { openAppointment } from '../../../core/appointment-texts'
import { allOrNothing } from '../../../core/all-or-nothing'
import { actedFor } from '../../../core/acting-for'
import { audit } from '../../../core/audit'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { failure, invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { AppointmentRow } from '../../../core/rows'
import { appointmentsWithin, isWithin } from '../../../core/within'
import { keyringOf } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import { followChanges } from '../../approvals/use-cases/follow-changes'
import { AppointmentUpdated } from '../events'
import { changesBetween, changesIn, problemOfHours, visitAfter, wantedOf } from '../visit-changes'
import { bookRooms, isOpen, peopleOf, takePlace, writeChange, type Work } from './change-visit'
import { withCoHosts, type VisitRow } from './co-hosts'
import { stateOf } from './series/apply-plan'
import { changeSeries } from './series/change-series'
import { holdSeries } from './series/series-state'

/**
 * Changes a visit, or with `scope` the visits of its series from it on, or all that are still ahead. Passes follow what changed and
 * nothing else. Whoever saw an older version of the visit is shown the newer one instead.
 * @returns the visit, or NOT_FOUND, VALIDATION_FAILED, EDIT_CONFLICT
 */
export async function updateAppointment(ctx: Ctx, input: UpdateAppointmentInput): Promise<AppointmentRow | Failure> {
  const reach = authorizeWithin(ctx, 'appointment:create')
  const { data, failed } = validate(ctx, updateAppointmentSchema, input)
  if (failed) return failed
  if (!isId(data.appointmentId)) return notFound(ctx, 'appointmentId')
  if (data.hostId && !isWithin(reach, { hostId: data.hostId, siteId: data.siteId })) return notFound(ctx, 'hostId')
  const keyring = await keyringOf(organizationOf(ctx))
  const visible = { AND: [{ id: data.appointmentId }, appointmentsWithin(reach)] }
  return allOrNothing(ctx, async (tx) => {
    const work = { ctx, tx, keyring }
    const found = await tx.appointment.findFirst({ where: visible, select: { seriesId: true } })
    if (!found) return notFound(ctx, 'appointmentId')
    // Before any of its visits, so that two people never wait for each other in a circle.
    const series = found.seriesId ? await holdSeries(work, found.seriesId) : null
    const row = await take(work, data)
    if (isFailure(row)) return row
    const refused = await (series && data.scope !== 'THIS' ? changeSeries(work, series, row, data) : changeOne(work, row, data))
    return (
      refused ??
      openAppointment(keyring, await tx.appointment.findUniqueOrThrow({ where: { id: data.appointmentId }, include: withCoHosts }))
    )
  })
}

/** Takes a visit for the rest of the transaction, if it is still what the caller saw and can be changed. */
async function take({ ctx, tx, keyring }: Work, { appointmentId: id, version }: UpdateAppointmentData): Promise<VisitRow | Failure> {
  const { count } = await tx.appointment.updateMany({ where: { id, version }, data: { organizationId: organizationOf(ctx) } })
  const row = await tx.appointment.findUniqueOrThrow({ where: { id }, include: withCoHosts })
  if (count === 0) {
    const conflict = failure(ctx, 'EditConflict', 'EDIT_CONFLICT', 'editConflict', { path: ['input', 'version'] })
    return { ...conflict, current: openAppointment(keyring, row) }
  }
  if (!isOpen(row, ctx.now()))
    return invalid(ctx, [{ path: ['appointmentId'], key: row.status === 'CANCELED' ? 'visitWasCanceled' : 'visitIsOver' }])
  return row
}

async function changeOne(work: Work, row: VisitRow, data: UpdateAppointmentData): Promise<Failure | null> {
  const { ctx, tx } = work
  const before = stateOf(work, row)
  const after = visitAfter(before, wantedOf(data))
  const changed = changesBetween(before, after)
  const problem = changed.includes('TIME') ? problemOfHours(after, ctx.now()) : null
  if (problem) return invalid(ctx, [problem])
  if (changed.length === 0) return null
  const site = await takePlace(work, after, changed.includes('SITE'))
  if (isFailure(site)) return site
  const needsRoom = changed.some((change) => change === 'TIME' || change === 'ROOM' || change === 'SITE' || change === 'CO_HOSTS')
  const hours = { id: row.id, startsAt: after.startsAt, endsAt: after.endsAt }
  const taken = needsRoom
    ? await bookRooms(work, site, [{ roomId: after.roomId, hours }], await peopleOf(work, row.id, after.coHostIds))
    : null
  if (taken) return taken
  const timeZone = changed.includes('SITE') ? site.timeZone : row.timeZone
  const deviations = row.seriesId ? [...new Set([...changesIn(row.deviations), ...changed])] : null
  if (row.seriesId) await tx.appointmentSeries.updateMany({ where: { id: row.seriesId }, data: { revision: { increment: 1 } } })
  const announced = await writeChange(work, { row, after, changed, deviations, timeZone })
  await followChanges(work, [announced])
  await emit(tx, organizationOf(ctx), AppointmentUpdated, { ...announced, tellsHosts: true }, ctx.now())
  const trace = { scope: 'THIS', changed, ...actedFor(ctx, 'appointment:create', row) }
  await audit(ctx, tx, 'appointment.update', { type: 'Appointment', id: row.id }, trace)
  return null
}
