import type { z } from 'zod'
import { setGateReadingSchema } from '#shared/schemas/access-rules'
import { allOrNothing } from '../../../../core/all-or-nothing'
import { audit } from '../../../../core/audit'
import type { Ctx } from '../../../../core/ctx'
import type { Failure } from '../../../../core/errors'
import { notFound, validate } from '../../../../core/failures'
import { isId } from '../../../../core/ids'
import type { Gate } from '../../../../generated/prisma/client'
import { authorizeRules } from './find-rules'

/** Says whether a gate takes cards and plates of vehicles for those who have them. @returns the gate, or NOT_FOUND, VALIDATION_FAILED */
export async function setGateReading(ctx: Ctx, input: z.input<typeof setGateReadingSchema>): Promise<Gate | Failure> {
  authorizeRules(ctx)
  const { data, failed } = validate(ctx, setGateReadingSchema, input)
  if (failed) return failed
  const { gateId: id, ...reading } = data
  return allOrNothing(ctx, async (tx) => {
    const before = isId(id) ? await tx.gate.findUnique({ where: { id } }) : null
    if (!before) return notFound(ctx, 'gateId')
    const gate = await tx.gate.update({ where: { id }, data: reading })
    const was = { readsCards: before.readsCards, readsPlates: before.readsPlates }
    await audit(ctx, tx, 'gate.set_reading', { type: 'Gate', id }, { before: was, after: reading })
    return gate
  })
}
