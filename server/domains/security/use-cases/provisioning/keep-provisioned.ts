import { organizationOf, type Ctx } from '../../../../core/ctx'
import { Prisma, type ProvisionedUser } from '../../../../generated/prisma/client'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { ScimError } from '../../provisioning/scim-error'

type Columns = Partial<Pick<ProvisionedUser, 'externalId' | 'givenName' | 'familyName' | 'deactivatedAt' | 'removedAt'>>

/** Writes what the directory says of a member beside what the membership holds; a member made by hand gets the row with the first of it. */
export async function keepProvisioned(ctx: Ctx, tx: TenantTransaction, userId: string, columns: Columns): Promise<void> {
  const [organizationId, updatedAt] = [organizationOf(ctx), ctx.now()]
  await tx.provisionedUser.createMany({ data: [{ organizationId, userId, updatedAt }], skipDuplicates: true })
  await tx.provisionedUser.updateMany({ where: { userId }, data: { ...columns, updatedAt } })
}

/** Answers 409 where the database found an externalId or a name taken. */
export async function orTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    throw isTaken ? new ScimError(409, 'Another resource has this externalId or displayName', 'uniqueness') : error
  }
}
