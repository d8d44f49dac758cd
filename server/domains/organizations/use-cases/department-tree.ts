import { Prisma, type Department } from '../../../generated/prisma/client'
import { organizationOf, type Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { invalid } from '../../../core/failures'
import type { TenantTransaction } from '../../../infra/tenant-client'

/**
 * Takes the tree of the organization for the rest of the transaction: of two who change it at once the second sees what the
 * first did, so that two moves that are right by themselves make no circle together. Writes what stands there: the statement is
 * for its locks.
 * @returns every department as it is now
 */
export async function holdTree(ctx: Ctx, tx: TenantTransaction): Promise<Department[]> {
  await tx.department.updateMany({ where: {}, data: { organizationId: organizationOf(ctx) } })
  return tx.department.findMany({ orderBy: { id: 'asc' } })
}

/** A sibling has this name already. */
const nameTaken = (ctx: Ctx): Failure => invalid(ctx, [{ path: ['name'], key: 'departmentNameTaken' }])

/** Why a department cannot have this name at this place; null when it can. */
export const objectionToName = (
  ctx: Ctx,
  tree: Department[],
  place: { id?: string; parentId: string | null; name: string },
): Failure | null =>
  tree.some(({ id, parentId, name }) => id !== place.id && parentId === place.parentId && name.toLowerCase() === place.name.toLowerCase())
    ? nameTaken(ctx)
    : null

/** Answers that the name is taken where the database found it so. */
export async function orNameTaken<T>(ctx: Ctx, work: Promise<T>): Promise<T | Failure> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return nameTaken(ctx)
    throw error
  }
}

/** A department as the audit log keeps it. */
export const traceOf = ({ name, parentId }: Department) => ({ name, parentId })
