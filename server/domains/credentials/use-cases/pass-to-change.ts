import type { z } from 'zod'
import { actedFor } from '../../../core/acting-for'
import { authorizeWithin } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { notFound, validate } from '../../../core/failures'
import { lockPass } from '../../../core/held-pass.sql'
import { isId } from '../../../core/ids'
import { passesWithin } from '../../../core/within'
import type { Prisma, VisitPass } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'

/** The passes that the caller may change. @throws Refusal */
const changeablePasses = (ctx: Ctx): Prisma.VisitPassWhereInput => passesWithin(authorizeWithin(ctx, 'pass:revoke'))

/** A pass that somebody is about to change, and for whom they do so, as its trace says it. */
export interface PassToChange {
  pass: VisitPass
  forWhom: { actedFor?: string }
}

/** The pass that the caller wants to change, if their right reaches it. @param visible from {@link changeablePasses} */
async function passToChange(
  ctx: Ctx,
  tx: TenantTransaction,
  id: string,
  visible: Prisma.VisitPassWhereInput,
): Promise<PassToChange | null> {
  const found = await tx.visitPass.findFirst({
    where: { AND: [{ id }, visible] },
    include: { appointment: { select: { hostId: true, coHosts: { select: { hostId: true } } } } },
  })
  if (!found) return null
  const { appointment, ...pass } = found
  return { pass, forWhom: actedFor(ctx, 'pass:revoke', { ...appointment, siteId: pass.siteId }) }
}

/** A pass that is being changed in a transaction. */
export interface PassChange extends PassToChange {
  tx: TenantTransaction
  /** Looks at it again as it is now, as far as the caller's right still reaches it. */
  again: () => Promise<PassToChange | null>
}

/**
 * Changes the pass that an input names, in one transaction.
 * @param change gives the pass as it is then, or why it stays as it was
 * @returns that, or NOT_FOUND, VALIDATION_FAILED
 * @throws Refusal
 */
export async function changePass<T extends z.ZodType<{ visitPassId: string }>>(
  ctx: Ctx,
  schema: T,
  input: z.input<T>,
  change: (found: PassChange, data: z.output<T>) => Promise<VisitPass | Failure>,
): Promise<VisitPass | Failure> {
  const visible = changeablePasses(ctx)
  const { data, failed } = validate(ctx, schema, input)
  if (failed) return failed
  const { visitPassId: id } = data
  if (!isId(id)) return notFound(ctx, 'visitPassId')
  return ctx.transaction(async (tx) => {
    await lockPass(ctx, tx, id)
    const again = () => passToChange(ctx, tx, id, visible)
    const found = await again()
    return found ? change({ ...found, tx, again }, data) : notFound(ctx, 'visitPassId')
  })
}
