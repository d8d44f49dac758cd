import type { Ctx } from '../../../core/ctx'
import type { Prisma, VisitorFile } from '../../../generated/prisma/client'
import { keyedVisitor } from '../stored-file'
import { reasonOf } from './guest-files'

/** A file as the API shows it: what is known of it, not what is in it. */
export interface VisitorFileRow extends Omit<
  VisitorFile,
  'organizationId' | 'sealedReason' | 'browserHash' | 'replacesId' | 'uploadSealed' | 'removedAt'
> {
  /** What a person wrote of why they rejected it. */
  reason: string | null
}

/** Files by a condition, oldest first. */
export async function listVisitorFiles(ctx: Pick<Ctx, 'db'>, where: Prisma.VisitorFileWhereInput): Promise<VisitorFileRow[]> {
  const rows = await ctx.db.visitorFile.findMany({
    where: { AND: [where], removedAt: null },
    include: { visitor: { select: keyedVisitor } },
    orderBy: { id: 'asc' },
  })
  return Promise.all(rows.map(async ({ visitor, ...file }) => ({ ...file, reason: await reasonOf(file, visitor) })))
}
