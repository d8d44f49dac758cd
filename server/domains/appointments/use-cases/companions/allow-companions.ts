import { z } from 'zod'
import { companionsSchema } from '#shared/schemas/organizations'
import { openAppointment } from '../../../../core/appointment-texts'
import { audit } from '../../../../core/audit'
import { authorizeWithin } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { AppointmentRow } from '../../../../core/rows'
import { appointmentsWithin } from '../../../../core/within'
import { keyringOf } from '../../../../infra/keyring'
import { isOpen } from '../change-visit'

const schema = z.object({ appointmentId: z.string(), companions: companionsSchema.nullable() })

/**
 * Says how many people each guest of a visit may bring along: nobody, or more or fewer than the organization allows. Whoever was named
 * before stays.
 * @returns the visit, or NOT_FOUND, VALIDATION_FAILED
 */
export async function allowCompanions(ctx: Ctx, input: z.input<typeof schema>): Promise<AppointmentRow | Failure> {
  const reach = authorizeWithin(ctx, 'appointment:create')
  const { data, failed } = validate(ctx, schema, input)
  if (failed) return failed
  const { appointmentId: id, companions } = data
  if (!isId(id)) return notFound(ctx, 'appointmentId')
  const keyring = await keyringOf(organizationOf(ctx))
  return ctx.transaction(async (tx) => {
    const before = await tx.appointment.findFirst({ where: { AND: [{ id }, appointmentsWithin(reach)] } })
    if (!before) return notFound(ctx, 'appointmentId')
    if (!isOpen(before, ctx.now()))
      return invalid(ctx, [{ path: ['appointmentId'], key: before.status === 'CANCELED' ? 'visitWasCanceled' : 'visitIsOver' }])
    const { count } = await tx.appointment.updateMany({ where: { id, companions: { equals: before.companions } }, data: { companions } })
    if (count === 1 && before.companions !== companions)
      await audit(ctx, tx, 'appointment.companions', { type: 'Appointment', id }, { before: before.companions, after: companions })
    return openAppointment(keyring, await tx.appointment.findUniqueOrThrow({ where: { id } }))
  })
}
