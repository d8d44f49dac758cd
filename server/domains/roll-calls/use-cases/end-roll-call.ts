import type { z } from 'zod'
import { endRollCallSchema } from '#shared/schemas/presence'
import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { RollCall } from '../../../generated/prisma/client'
import { callsAt, marshalOf } from '../policy'

/** Ends a roll call; ended a second time it stays as it was. @returns it, or NOT_FOUND, VALIDATION_FAILED */
export async function endRollCall(ctx: Ctx, input: z.input<typeof endRollCallSchema>): Promise<RollCall | Failure> {
  const marshal = marshalOf(ctx)
  const { data, failed } = validate(ctx, endRollCallSchema, input)
  if (failed) return failed
  const { rollCallId: id } = data
  const known = isId(id) ? await ctx.db.rollCall.findUnique({ where: { id }, select: { siteId: true } }) : null
  if (!known || !callsAt(marshal, known.siteId)) return notFound(ctx, 'rollCallId')
  return ctx.transaction(async (tx) => {
    const ended = { endedAt: ctx.now(), endedById: marshal.id, openKey: null }
    const { count } = await tx.rollCall.updateMany({ where: { id, endedAt: null }, data: ended })
    if (count === 1) await audit(ctx, tx, 'roll_call.end', { type: 'Site', id: known.siteId }, { rollCallId: id })
    return tx.rollCall.findUniqueOrThrow({ where: { id } })
  })
}
