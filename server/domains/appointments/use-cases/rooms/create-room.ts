import type { z } from 'zod'
import { createRoomSchema } from '#shared/schemas/organizations'
import { audit } from '../../../../core/audit'
import { authorize } from '../../../../core/authorize'
import { organizationOf, type Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { invalid, notFound, validate } from '../../../../core/failures'
import { once } from '../../../../core/idempotency'
import { newId } from '../../../../core/ids'
import type { Room } from '../../../../generated/prisma/client'
import { holdSite } from '../../../organizations/use-cases/hold-site.sql'

/**
 * Makes a meeting room of an open site: hosts can book it at once.
 * @returns the room, or NOT_FOUND, VALIDATION_FAILED for a closed site, IDEMPOTENCY_KEY_REUSED
 */
export async function createRoom(ctx: Ctx, input: z.input<typeof createRoomSchema>): Promise<Room | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, createRoomSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  const find = (id: string) => ctx.db.room.findUnique({ where: { id } })
  return once<Room>(ctx, { key, operation: 'createRoom', input: asked }, find, async (tx) => {
    const site = await holdSite(ctx, tx, asked.siteId)
    if (!site) return notFound(ctx, 'siteId')
    if (site.closedAt) return invalid(ctx, [{ path: ['siteId'], key: 'siteClosed' }])
    const { name, capacity } = asked
    const room = await tx.room.create({ data: { id: newId(), organizationId: organizationOf(ctx), siteId: site.id, name, capacity } })
    await audit(ctx, tx, 'room.create', { type: 'Room', id: room.id }, { before: null, after: { name, capacity, siteId: site.id } })
    return room
  })
}
