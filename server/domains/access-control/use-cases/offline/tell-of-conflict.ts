import { organizationOf, type Ctx } from '../../../../core/ctx'
import { findHolders } from '../../../../core/holders'
import { newId } from '../../../../core/ids'
import { prisma } from '../../../../infra/db'
import { emitAll } from '../../../../infra/outbox'
import type { TenantTransaction } from '../../../../infra/tenant-client'
import { ConflictNoted } from '../../events'

/** For how long a mail that is on its way stands for what comes after it, in milliseconds: one that never went out is not waited for. */
const standsFor = 3_600_000

/**
 * Has those who may decide against the verdict of a gate, everywhere or at the site, told by mail that something contradicts what else is known.
 * Nobody is named, and whoever has such a mail of the site on its way gets no second one: so an upload is one mail.
 */
export async function tellOfConflict(ctx: Ctx, tx: TenantTransaction, siteId: string): Promise<void> {
  const [organizationId, createdAt] = [organizationOf(ctx), ctx.now()]
  const recent = { gt: new Date(createdAt.getTime() - standsFor) }
  const waiting = await tx.conflictNotice.findMany({ where: { siteId, sentAt: null, createdAt: recent }, select: { userId: true } })
  const told = new Set(waiting.map(({ userId }) => userId))
  const userIds = (await findHolders(tx, 'scan:override', siteId)).filter((id) => !told.has(id))
  const notices = userIds.map((userId) => ({ id: newId(), organizationId, siteId, userId, createdAt }))
  await tx.conflictNotice.createMany({ data: notices })
  const noted = notices.map(({ id }) => ({ conflictNoticeId: id }))
  await emitAll(tx, organizationId, ConflictNoted, noted, createdAt)
}

/** How long mails are remembered, in milliseconds. */
const noticesFor = 30 * 24 * 3_600_000

/** Forgets mails about conflicts. @returns how many */
export async function purgeConflictNotices(now = new Date()): Promise<number> {
  const { count } = await prisma.conflictNotice.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - noticesFor) } } })
  return count
}
