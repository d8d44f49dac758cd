import { systemCtx, type Ctx } from '../../../core/ctx'
import type { Prisma } from '../../../generated/prisma/client'
import { prisma } from '../../../infra/db'
import { eraseOnce } from './erase-visitor'

const day = 86_400_000

/** Visitors purged of one organization at a time: what is left waits for the next hour. */
const most = 1_000

/** Whoever has no visit since a moment, to come ones included. */
const awaySince = (moment: Date): Prisma.VisitorWhereInput => ({
  createdAt: { lt: moment },
  visitPasses: { none: { validTo: { gte: moment } } },
})

/** Does what the policies of the organizations promise: contacts go first, then the person. @returns how many visitors were touched */
export async function purgeVisitors(now = new Date()): Promise<number> {
  const policies = await prisma.retentionPolicy.findMany({
    where: { OR: [{ contactDays: { not: null } }, { visitorDays: { not: null } }] },
  })
  let count = 0
  for (const { organizationId, contactDays, visitorDays } of policies) {
    const ctx = systemCtx(organizationId)
    const before = (days: number) => new Date(now.getTime() - days * day)
    if (visitorDays !== null) count += await erase(ctx, before(visitorDays), visitorDays)
    if (contactDays !== null) count += await forgetContacts(ctx, before(contactDays))
  }
  return count
}

async function erase(ctx: Ctx, moment: Date, days: number): Promise<number> {
  const found = await ctx.db.visitor.findMany({ where: { ...awaySince(moment), erasedAt: null }, select: { id: true }, take: most })
  let count = 0
  for (const { id } of found) if (await eraseOnce(ctx, id, { reason: `Retention: ${days} days after the last visit` })) count++
  return count
}

async function forgetContacts(ctx: Ctx, moment: Date): Promise<number> {
  const known = { OR: [{ sealedEmail: { not: null } }, { sealedPhone: { not: null } }] }
  const { count } = await ctx.db.visitor.updateMany({
    where: { ...awaySince(moment), ...known },
    data: { sealedEmail: null, sealedPhone: null, emailIndex: null, phoneIndex: null },
  })
  return count
}
