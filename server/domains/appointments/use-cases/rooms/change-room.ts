import type { z } from 'zod'
import { changeRoomSchema } from '#shared/schemas/organizations'
import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import type { Room } from '../../../../generated/prisma/client'
import { holdRoom } from './hold-room'

/**
 * Gives a room another name or number of seats. Visits that have it keep it, also those of more people than it now holds.
 * @returns the room, or NOT_FOUND, VALIDATION_FAILED
 */
export async function changeRoom(ctx: Ctx, input: z.input<typeof changeRoomSchema>): Promise<Room | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, changeRoomSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const held = await holdRoom(ctx, tx, data.roomId)
    if (!held) return notFound(ctx, 'roomId')
    const { name, capacity } = held.room
    if (name === data.name && capacity === data.capacity) return held.room
    const room = await tx.room.update({ where: { id: held.room.id }, data: { name: data.name, capacity: data.capacity } })
    const change = { before: { name, capacity }, after: { name: room.name, capacity: room.capacity } }
    await audit(ctx, tx, 'room.change', { type: 'Room', id: room.id }, change)
    return room
  })
}
