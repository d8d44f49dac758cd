import type { z } from 'zod'
import { guestPolicySchema } from '#shared/schemas/organizations'
import { audit } from '../../../core/audit'
import { authorize } from '../../../core/authorize'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'
import type { GuestPolicy } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** What guests of an organization may do by themselves, and whom they ask about what is held of them. */
export type GuestRules = Pick<GuestPolicy, 'companions' | 'privacyContact'>

const select = { companions: true, privacyContact: true } as const

/** What holds for guests. As long as nothing was set they bring nobody along. */
export const guestRules = async (db: Pick<TenantTransaction, 'guestPolicy'>): Promise<GuestRules> =>
  (await db.guestPolicy.findFirst({ select })) ?? { companions: 0, privacyContact: null }

/** What holds for the guests of the caller's organization. @throws Refusal without the right to manage it */
export function findGuestPolicy(ctx: Ctx): Promise<GuestRules> {
  authorize(ctx, 'organization:manage')
  return guestRules(ctx.db)
}

/**
 * Sets what holds for guests from now on. Whoever was named as a companion before stays.
 * @returns the policy, or VALIDATION_FAILED
 */
export async function setGuestPolicy(ctx: Ctx, input: z.input<typeof guestPolicySchema>): Promise<GuestRules | Failure> {
  authorize(ctx, 'organization:manage')
  const { data, failed } = validate(ctx, guestPolicySchema, input)
  if (failed) return failed
  const organizationId = organizationOf(ctx)
  return ctx.transaction(async (tx) => {
    const before = await guestRules(tx)
    const row = { ...data, updatedAt: ctx.now() }
    await tx.guestPolicy.createMany({ data: [{ organizationId, ...row }], skipDuplicates: true })
    await tx.guestPolicy.updateMany({ where: { organizationId }, data: row })
    await audit(ctx, tx, 'guest_policy.change', { type: 'Organization', id: organizationId }, { before, after: data })
    return data
  })
}
