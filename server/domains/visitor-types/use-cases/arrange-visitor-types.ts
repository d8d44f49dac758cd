import { moveVisitorTypeSchema } from '#shared/visitor-types/form'
import type { z } from 'zod'
import { audit } from '../../../core/audit'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid, notFound, validate } from '../../../core/failures'
import { isId } from '../../../core/ids'
import type { Prisma, VisitorType } from '../../../generated/prisma/client'
import type { TenantTransaction } from '../../../infra/tenant-client'
import { authorizeRules } from '../policy'

interface Which {
  visitorTypeId: string
}

/** Does something to one type and notes it, once. */
async function changeOne(
  ctx: Ctx,
  { visitorTypeId: id }: Which,
  action: 'visitor_type.archive' | 'visitor_type.restore',
  change: { where: Prisma.VisitorTypeWhereInput; data: Prisma.VisitorTypeUpdateManyMutationInput },
): Promise<VisitorType | Failure> {
  authorizeRules(ctx)
  if (!isId(id)) return notFound(ctx, 'visitorTypeId')
  return ctx.transaction(async (tx) => {
    const { count } = await tx.visitorType.updateMany({ where: { id, ...change.where }, data: change.data })
    const type = await tx.visitorType.findUnique({ where: { id } })
    if (!type) return notFound(ctx, 'visitorTypeId')
    if (count > 0) await audit(ctx, tx, action, { type: 'VisitorType', id }, { name: type.name })
    return type
  })
}

/**
 * Puts a type away: nobody is invited as one any more, and it is not the default. Whoever holds it stays of it, with all it asks.
 * @returns the type, or NOT_FOUND
 */
export const archiveVisitorType = (ctx: Ctx, which: Which): Promise<VisitorType | Failure> =>
  changeOne(ctx, which, 'visitor_type.archive', { where: { archivedAt: null }, data: { archivedAt: ctx.now(), isDefault: false } })

/** Takes a type that was put away into use again. @returns the type, or NOT_FOUND */
export const restoreVisitorType = (ctx: Ctx, which: Which): Promise<VisitorType | Failure> =>
  changeOne(ctx, which, 'visitor_type.restore', { where: { archivedAt: { not: null } }, data: { archivedAt: null } })

/** Every type in use in order, taken for the rest of the transaction, so that two people do not order or choose at once. */
async function holdAll(tx: TenantTransaction): Promise<VisitorType[]> {
  await tx.visitorType.updateMany({ where: { archivedAt: null }, data: { archivedAt: null } })
  return tx.visitorType.findMany({ where: { archivedAt: null }, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
}

/** Does something with one of the types in use. */
async function among(
  ctx: Ctx,
  { visitorTypeId: id }: Which,
  act: (tx: TenantTransaction, type: VisitorType, used: VisitorType[]) => Promise<VisitorType>,
): Promise<VisitorType | Failure> {
  authorizeRules(ctx)
  return ctx.transaction(async (tx) => {
    const used = await holdAll(tx)
    const type = used.find((each) => each.id === id)
    if (type) return act(tx, type, used)
    const isArchived = isId(id) && (await tx.visitorType.findUnique({ where: { id }, select: { id: true } }))
    return isArchived ? invalid(ctx, [{ path: ['visitorTypeId'], key: 'visitorTypeArchived' }]) : notFound(ctx, 'visitorTypeId')
  })
}

/**
 * Makes a type the one of guests for whom nobody chose a type.
 * @returns the type, or NOT_FOUND, VALIDATION_FAILED for one that was put away
 */
export const makeVisitorTypeDefault = (ctx: Ctx, which: Which): Promise<VisitorType | Failure> =>
  among(ctx, which, async (tx, type) => {
    if (type.isDefault) return type
    await tx.visitorType.updateMany({ where: { isDefault: true }, data: { isDefault: false } })
    await tx.visitorType.updateMany({ where: { id: type.id }, data: { isDefault: true } })
    await audit(ctx, tx, 'visitor_type.make_default', { type: 'VisitorType', id: type.id }, { name: type.name })
    return { ...type, isDefault: true }
  })

/**
 * Moves a type to a place among those in use; the others make room. Behind the last place is the last.
 * @returns the type, or NOT_FOUND, VALIDATION_FAILED for one that was put away
 */
export async function moveVisitorType(ctx: Ctx, input: z.input<typeof moveVisitorTypeSchema>): Promise<VisitorType | Failure> {
  const { data, failed } = validate(ctx, moveVisitorTypeSchema, input)
  if (failed) return failed
  return among(ctx, data, async (tx, type, used) => {
    const others = used.filter(({ id }) => id !== type.id)
    const ordered = others.toSpliced(data.position - 1, 0, type)
    for (const [place, { id, position }] of ordered.entries()) {
      if (position !== place + 1) await tx.visitorType.updateMany({ where: { id }, data: { position: place + 1 } })
    }
    return { ...type, position: ordered.indexOf(type) + 1 }
  })
}
