import { organizationOf, type Ctx } from '../../../../core/ctx'
import { newId } from '../../../../core/ids'
import type { VisitorExportMatter } from '../../../../generated/prisma/client'
import { emitAll } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { VisitorExportNoted } from '../../events'

/** Has people told by mail that a file of many visitors waits for them, or what became of it. */
export async function tellOfExport(
  ctx: Ctx,
  tx: TenantTransaction,
  visitorExportRequestId: string,
  about: VisitorExportMatter,
  userIds: readonly string[],
): Promise<void> {
  const [organizationId, createdAt] = [organizationOf(ctx), ctx.now()]
  const notices = userIds.map((userId) => ({ id: newId(), organizationId, visitorExportRequestId, userId, about, createdAt }))
  await tx.visitorExportNotice.createMany({ data: notices })
  const noted = notices.map(({ id }) => ({ visitorExportNoticeId: id }))
  await emitAll(tx, organizationId, VisitorExportNoted, noted, createdAt)
}
