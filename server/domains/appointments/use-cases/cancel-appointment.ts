import type { z } from 'zod'
import { cancelAppointmentSchema } from '#shared/schemas/appointments'
import { openAppointment } from '../../../core/appointment-texts'
import { audit } from '../../../core/audit'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { AppointmentRow } from '../../../core/rows'
import { appointmentsWithin } from '../../../core/within'
import type { Appointment } from '../../../generated/prisma/client'
import { keyringOf } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { revokePassesOf } from '../../credentials/use-cases/revoke-visit-pass'
import { AppointmentCanceled } from '../events'

type Input = z.input<typeof cancelAppointmentSchema>

/**
 * Calls a visit off. Its passes are withdrawn or kept, as asked; what was withdrawn opens no gate from then on.
 * @returns the appointment (cancelled before or now), or NOT_FOUND, VALIDATION_FAILED for one that is over
 */
export async function cancelAppointment(ctx: Ctx, input: Input): Promise<AppointmentRow | Failure> {
  const visible = appointmentsWithin(authorizeWithin(ctx, 'appointment:cancel'))
  const { data, failed } = validate(ctx, cancelAppointmentSchema, input)
  if (failed) return failed
  if (!isId(data.appointmentId)) return notFound(ctx, 'appointmentId')
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    const canceled = { status: 'CANCELED' as const, canceledAt: ctx.now(), cancelReason: data.reason ?? null, revision: { increment: 1 } }
    const { count } = await tx.appointment.updateMany({
      where: { AND: [{ id: data.appointmentId, status: { in: ['SCHEDULED', 'PENDING_APPROVAL'] } }, visible] },
      data: canceled,
    })
    const appointment = await tx.appointment.findFirst({ where: { AND: [{ id: data.appointmentId }, visible] } })
    if (!appointment) return notFound(ctx, 'appointmentId')
    if (count === 1) await followUp(ctx, tx, appointment, data)
    else if (appointment.status === 'COMPLETED') return invalid(ctx, [{ path: ['appointmentId'], key: 'visitIsOver' }])
    return openAppointment(keyring, appointment)
  })
}

async function followUp(
  ctx: Ctx,
  tx: TenantTransaction,
  appointment: Appointment,
  { passes, reason }: z.output<typeof cancelAppointmentSchema>,
): Promise<void> {
  const revoked = passes === 'REVOKE' ? await revokePassesOf(ctx, tx, appointment.id, reason ?? '') : []
  await emit(tx, organizationOf(ctx), AppointmentCanceled, { appointmentId: appointment.id, passes, visitPassIds: revoked }, ctx.now())
  await audit(ctx, tx, 'appointment.cancel', { type: 'Appointment', id: appointment.id }, { passes, reason: reason ?? null })
}
