import type { z } from 'zod'
import { cancelAppointmentSchema } from '#shared/schemas/appointments'
import { openAppointment } from '../../../core/appointment-texts'
import { actedFor } from '../../../core/acting-for'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { AppointmentRow } from '../../../core/rows'
import { appointmentsWithin } from '../../../core/within'
import { keyringOf } from '../../../infra/keyring'
import { withCoHosts } from './co-hosts'
import { dropVisits } from './drop-visits'
import { endSeries } from './series/end-series'
import { holdSeries } from './series/series-state'

type Input = z.input<typeof cancelAppointmentSchema>

/**
 * Calls a visit off, or with `scope` the visits of its series from it on, or all that are still ahead. Its passes are withdrawn or kept, as asked; what was withdrawn opens no gate from then on.
 * @returns the appointment (cancelled before or now), or NOT_FOUND, VALIDATION_FAILED for one that is over
 */
export async function cancelAppointment(ctx: Ctx, input: Input): Promise<AppointmentRow | Failure> {
  const visible = appointmentsWithin(authorizeWithin(ctx, 'appointment:cancel'))
  const { data, failed } = validate(ctx, cancelAppointmentSchema, input)
  if (failed) return failed
  if (!isId(data.appointmentId)) return notFound(ctx, 'appointmentId')
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    const work = { ctx, tx, keyring }
    const found = await tx.appointment.findFirst({ where: { AND: [{ id: data.appointmentId }, visible] }, include: withCoHosts })
    if (!found) return notFound(ctx, 'appointmentId')
    const series = found.seriesId ? await holdSeries(work, found.seriesId) : null
    const dropping = {
      passes: data.passes,
      reason: data.reason ?? null,
      keepsPlace: true,
      tellsGuests: true,
      trace: actedFor(ctx, 'appointment:cancel', found),
    }
    const scope = data.scope ?? 'THIS'
    if (series && scope !== 'THIS') await endSeries(work, series, found, scope, dropping)
    else await dropVisits(work, [found.id], dropping)
    if (series) await tx.appointmentSeries.updateMany({ where: { id: series.id }, data: { revision: { increment: 1 } } })
    const appointment = await tx.appointment.findUniqueOrThrow({ where: { id: found.id }, include: withCoHosts })
    if (appointment.status === 'COMPLETED') return invalid(ctx, [{ path: ['appointmentId'], key: 'visitIsOver' }])
    return openAppointment(keyring, appointment)
  })
}
