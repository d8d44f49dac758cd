import type { z } from 'zod'
import { gateIdSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import type { Gate, Site } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { holdGate } from './hold-gate'
import { strandedAt } from './stranded-guests'

/** Whether guests of an open site would have no gate left. */
async function strandsGuests(ctx: Ctx, tx: TenantTransaction, gate: Gate, site: Site): Promise<boolean> {
  if (site.closedAt) return false
  const other = await tx.gate.findFirst({ where: { siteId: site.id, id: { not: gate.id }, closedAt: null }, select: { id: true } })
  return other === null && (await strandedAt(ctx, tx, site.id)) !== null
}

/**
 * Closes a gate: nobody is let in there any more, leaving is recorded all the same. Doing it again changes nothing and is no error.
 * @returns the gate, or NOT_FOUND, VALIDATION_FAILED for the last open gate of a site where guests are inside or expected
 */
export async function closeGate(ctx: Ctx, input: z.input<typeof gateIdSchema>): Promise<Gate | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, gateIdSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const held = await holdGate(ctx, tx, data.gateId)
    if (!held) return notFound(ctx, 'gateId')
    if (held.gate.closedAt) return held.gate
    if (await strandsGuests(ctx, tx, held.gate, held.site)) return invalid(ctx, [{ path: ['gateId'], key: 'lastGate' }])
    return move(ctx, tx, held.gate, ctx.now())
  })
}

/**
 * Opens a closed gate again. Doing it again changes nothing and is no error.
 * @returns the gate, or NOT_FOUND
 */
export async function reopenGate(ctx: Ctx, input: z.input<typeof gateIdSchema>): Promise<Gate | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, gateIdSchema, input)
  if (failed) return failed
  return ctx.transaction(async (tx) => {
    const held = await holdGate(ctx, tx, data.gateId)
    if (!held) return notFound(ctx, 'gateId')
    return held.gate.closedAt ? move(ctx, tx, held.gate, null) : held.gate
  })
}

/** Closes or opens a gate that is held. */
async function move(ctx: Ctx, tx: TenantTransaction, gate: Gate, closedAt: Date | null): Promise<Gate> {
  const moved = await tx.gate.update({ where: { id: gate.id }, data: { closedAt } })
  const [before, after] = closedAt ? ['OPEN', 'CLOSED'] : ['CLOSED', 'OPEN']
  const change = { before: { status: before }, after: { status: after } }
  await (closedAt
    ? audit(ctx, tx, 'gate.close', { type: 'Gate', id: gate.id }, change)
    : audit(ctx, tx, 'gate.reopen', { type: 'Gate', id: gate.id }, change))
  return moved
}
