import { inviteGuestSchema, type InviteGuestInput } from '#shared/schemas/appointments'
import { openAppointment, openAppointments, sealTexts } from '../../../core/appointment-texts'
import { authorizeWithin } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import { isFailure, type Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { newId } from '../../../core/ids'
import type { AppointmentRow } from '../../../core/rows'
import { isWithin } from '../../../core/within'
import type { Appointment, Room, Site } from '../../../generated/prisma/client'
import { keyringOf, type Keyring } from '../../../infra/keyring'
import { emit } from '../../../infra/outbox'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { draftPass } from '../../credentials/use-cases/draft-pass'
import { holdSite } from '../../organizations/use-cases/hold-site'
import { findOrRegisterVisitor } from '../../visitors/use-cases/find-or-register-visitor'
import { AppointmentCreated } from '../events'

type Visit = ReturnType<typeof inviteGuestSchema.parse>

/** Where and by whom a guest is received. */
interface Reception {
  site: Site
  hostId: string
  room: Room | null
  keyring: Keyring
}

/**
 * Books a visit and announces it; the worker signs the pass and sends the invite.
 * Times are UTC; the site's zone is kept beside them.
 * @returns the appointment, or NOT_FOUND, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
 */
export async function inviteGuest(ctx: Ctx, input: InviteGuestInput): Promise<AppointmentRow | Failure> {
  const reach = authorizeWithin(ctx, 'appointment:create')
  const { data, failed } = validate(ctx, inviteGuestSchema, input)
  if (failed) return failed
  if (data.endsAt <= ctx.now()) return invalid(ctx, [{ path: ['endsAt'], key: 'visitInThePast' }])
  const hostId = data.hostId ?? ctx.hostId
  if (!hostId) return invalid(ctx, [{ path: ['hostId'], key: 'hostRequired' }])
  // Whoever names a host or a place beyond their reach learns no more than that there is none for them.
  if (!isWithin(reach, { hostId, siteId: data.siteId })) return notFound(ctx, hostId === ctx.hostId ? 'siteId' : 'hostId')

  const { idempotencyKey, ...asked } = data
  const keyring = await keyringOf(organizationOf(ctx))
  return once<AppointmentRow>(
    ctx,
    { key: idempotencyKey, operation: 'inviteGuest', input: asked },
    async (id) => (await openAppointments(await ctx.db.appointment.findMany({ where: { id } })))[0] ?? null,
    (tx) => book(ctx, tx, keyring, data, hostId),
  )
}

async function book(ctx: Ctx, tx: TenantTransaction, keyring: Keyring, visit: Visit, hostId: string): Promise<AppointmentRow | Failure> {
  const site = await holdSite(ctx, tx, visit.siteId)
  if (!site) return notFound(ctx, 'siteId')
  const host = await tx.host.findUnique({ where: { id: hostId }, select: { id: true } })
  const room = visit.roomId ? await tx.room.findUnique({ where: { id: visit.roomId } }) : null
  if (site.closedAt) return invalid(ctx, [{ path: ['siteId'], key: 'siteClosed' }])
  if (!host) return notFound(ctx, 'hostId')
  if (visit.roomId && room?.siteId !== site.id) return notFound(ctx, 'roomId')

  const visitor = await findOrRegisterVisitor(ctx, tx, keyring, visit.visitor)
  if (isFailure(visitor)) return visitor
  const appointment = await createAppointment(ctx, tx, visit, { site, hostId, room, keyring })
  const pass = await draftPass(ctx, tx, { appointment, visitorId: visitor.id, type: visit.passType ?? 'SINGLE' })
  const announced = { appointmentId: appointment.id, siteId: site.id, hostId, visitPassIds: [pass.id] }
  await emit(tx, organizationOf(ctx), AppointmentCreated, announced, ctx.now())
  return openAppointment(keyring, appointment)
}

function createAppointment(
  ctx: Ctx,
  tx: TenantTransaction,
  { title = null, message = null, ...visit }: Visit,
  { site, hostId, room, keyring }: Reception,
): Promise<Appointment> {
  const id = newId()
  return tx.appointment.create({
    data: {
      id,
      organizationId: organizationOf(ctx),
      siteId: site.id,
      hostId,
      roomId: room?.id ?? null,
      ...sealTexts(keyring, id, { title, message }),
      status: 'SCHEDULED',
      startsAt: visit.startsAt,
      endsAt: visit.endsAt,
      timeZone: site.timeZone,
      createdAt: ctx.now(),
    },
  })
}
