import type { z } from 'zod'
import { createGateSchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { once } from '../../../core/idempotency'
import { newId } from '../../../core/ids'
import type { Gate } from '../../../generated/prisma/client'
import { holdSite } from './hold-site.sql'

/**
 * Makes a gate of an open site. People who may scan can use it at once; devices are enrolled there by themselves.
 * @returns the gate, or NOT_FOUND, VALIDATION_FAILED for a closed site, IDEMPOTENCY_KEY_REUSED
 */
export async function createGate(ctx: Ctx, input: z.input<typeof createGateSchema>): Promise<Gate | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, createGateSchema, input)
  if (failed) return failed
  const { idempotencyKey: key, ...asked } = data
  const find = (id: string) => ctx.db.gate.findUnique({ where: { id } })
  return once<Gate>(ctx, { key, operation: 'createGate', input: asked }, find, async (tx) => {
    const site = await holdSite(ctx, tx, asked.siteId)
    if (!site) return notFound(ctx, 'siteId')
    if (site.closedAt) return invalid(ctx, [{ path: ['siteId'], key: 'siteClosed' }])
    const gate = await tx.gate.create({ data: { id: newId(), organizationId: organizationOf(ctx), siteId: site.id, name: asked.name } })
    await audit(ctx, tx, 'gate.create', { type: 'Gate', id: gate.id }, { before: null, after: { name: gate.name, siteId: site.id } })
    return gate
  })
}
