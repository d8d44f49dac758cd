import type { z } from 'zod'
import { renameGateSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import type { Gate } from '../../../generated/prisma/client'
import { holdGate } from './hold-gate'

/**
 * Gives a gate another name.
 * @returns the gate, or NOT_FOUND, VALIDATION_FAILED
 */
export async function renameGate(ctx: Ctx, input: z.input<typeof renameGateSchema>): Promise<Gate | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, renameGateSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const held = await holdGate(ctx, tx, data.gateId)
    if (!held) return notFound(ctx, 'gateId')
    const { gate: before } = held
    if (before.name === data.name) return before
    const gate = await tx.gate.update({ where: { id: before.id }, data: { name: data.name } })
    const change = { before: { name: before.name }, after: { name: gate.name } }
    await audit(ctx, tx, 'gate.rename', { type: 'Gate', id: gate.id }, change)
    return gate
  })
}
