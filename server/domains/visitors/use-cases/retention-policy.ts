import type { z } from 'zod'
import { retentionPolicySchema } from '#shared/schemas/visitors'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import type { RetentionPolicy } from '../../../generated/prisma/client'
import { needsConfirmationOfPerson } from '../../security/use-cases/confirm-identity'

/** How long an organization keeps what it knows of visitors, in days after their last visit; null: for good. */
export type Retention = Pick<RetentionPolicy, 'contactDays' | 'visitorDays'>

const forGood: Retention = { contactDays: null, visitorDays: null }
const select = { contactDays: true, visitorDays: true } as const

/** The organization's policy; as long as none was set everything is kept. */
export async function findRetentionPolicy(ctx: Ctx): Promise<Retention> {
  authorize(ctx, 'privacy:manage')
  return (await ctx.db.retentionPolicy.findFirst({ select })) ?? forGood
}

/**
 * Sets how long visitors are kept. The worker purges by it within the hour.
 * @returns the policy, or CONFIRMATION_REQUIRED, VALIDATION_FAILED
 */
export async function setRetentionPolicy(ctx: Ctx, input: z.input<typeof retentionPolicySchema>): Promise<Retention | Failure> {
  authorize(ctx, 'privacy:manage')
  const { data, failed } = validate(ctx, retentionPolicySchema, input)
  if (failed) return failed
  const unproven = await needsConfirmationOfPerson(ctx)
  if (unproven) return unproven
  const organizationId = organizationOf(ctx)
  return ctx.transaction(async (tx) => {
    const before = (await tx.retentionPolicy.findFirst({ select })) ?? forGood
    const row = { ...data, updatedAt: ctx.now() }
    await tx.retentionPolicy.createMany({ data: [{ organizationId, ...row }], skipDuplicates: true })
    await tx.retentionPolicy.updateMany({ where: { organizationId }, data: row })
    await audit(ctx, tx, 'retention.change', { type: 'Organization', id: organizationId }, { before, after: data })
    return data
  })
}
