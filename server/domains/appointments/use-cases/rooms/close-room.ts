import type { z } from 'zod'
import { closeRoomSchema, roomIdSchema } from '#shared/schemas/organizations'
import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { openVisit } from '../../../../core/open-status'
import type { Prisma, Room } from '../../../../generated/prisma/client'
import { emitAll } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { AppointmentUpdated } from '../../events'
import { holdRoom } from './hold-room'

/** Visits ahead that have a room. */
export const visitsInRoom = (ctx: Ctx, roomId: string): Prisma.AppointmentWhereInput => ({
  roomId,
  status: { in: openVisit },
  endsAt: { gt: ctx.now() },
})

/**
 * Closes a room: nobody books it any more. Visits that have it keep it, or are left without a room, as asked; then their guests are told,
 * those of a series once. Doing it again changes nothing and is no error.
 * @returns the room, or NOT_FOUND, VALIDATION_FAILED
 */
export async function closeRoom(ctx: Ctx, input: z.input<typeof closeRoomSchema>): Promise<Room | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, closeRoomSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const held = await holdRoom(ctx, tx, data.roomId)
    if (!held) return notFound(ctx, 'roomId')
    if (held.room.closedAt) return held.room
    const room = await tx.room.update({ where: { id: held.room.id }, data: { closedAt: ctx.now() } })
    const released = data.bookings === 'RELEASE' ? await release(ctx, tx, room.id) : 0
    await audit(ctx, tx, 'room.close', { type: 'Room', id: room.id }, { bookings: data.bookings, released })
    return room
  })
}

/**
 * Opens a closed room again. Doing it again changes nothing and is no error.
 * @returns the room, or NOT_FOUND
 */
export async function reopenRoom(ctx: Ctx, input: z.input<typeof roomIdSchema>): Promise<Room | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, roomIdSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const held = await holdRoom(ctx, tx, data.roomId)
    if (!held) return notFound(ctx, 'roomId')
    if (!held.room.closedAt) return held.room
    const room = await tx.room.update({ where: { id: held.room.id }, data: { closedAt: null } })
    await audit(ctx, tx, 'room.reopen', { type: 'Room', id: room.id })
    return room
  })
}

/** Takes a room from the visits ahead, and from what is still to come of their series. @returns how many visits */
async function release(ctx: Ctx, tx: TenantTransaction, roomId: string): Promise<number> {
  const visits = await tx.appointment.findMany({
    where: visitsInRoom(ctx, roomId),
    select: { id: true, siteId: true, hostId: true, seriesId: true },
    orderBy: { startsAt: 'asc' },
  })
  await tx.appointment.updateMany({
    where: { id: { in: visits.map(({ id }) => id) }, roomId },
    data: { roomId: null, version: { increment: 1 }, revision: { increment: 1 } },
  })
  await tx.appointmentSeries.updateMany({ where: { roomId }, data: { roomId: null, revision: { increment: 1 } } })
  const told = new Set<string>()
  const announced = visits.map(({ id, siteId, hostId, seriesId }) => {
    const tellsGuests = !seriesId || !told.has(seriesId)
    if (seriesId) told.add(seriesId)
    return { appointmentId: id, siteId, hostId, changed: ['ROOM' as const], visitPassIds: [], ...(tellsGuests ? {} : { tellsGuests }) }
  })
  await emitAll(tx, organizationOf(ctx), AppointmentUpdated, announced, ctx.now())
  return visits.length
}
