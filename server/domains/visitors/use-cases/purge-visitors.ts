import { organizationOf, systemCtx, type Ctx } from '../../../core/ctx'
import { eachOf, oneByOne } from '../../../core/one-by-one'
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
  const before = (days: number) => new Date(now.getTime() - days * day)
  return eachOf(
    policies.flatMap(({ organizationId, contactDays, visitorDays }) => {
      const ctx = systemCtx(organizationId)
      return [
        ...(visitorDays === null ? [] : [() => erase(ctx, before(visitorDays), visitorDays)]),
        ...(contactDays === null ? [] : [() => forgetContacts(ctx, before(contactDays))]),
      ]
    }),
  )
}

async function erase(ctx: Ctx, moment: Date, days: number): Promise<number> {
  const found = await ctx.db.visitor.findMany({ where: { ...awaySince(moment), erasedAt: null }, select: { id: true }, take: most })
  const rows = found.map(({ id }) => ({ id, organizationId: organizationOf(ctx) }))
  return oneByOne(rows, async ({ id }) => (await eraseOnce(ctx, id, { reason: `Retention: ${days} days after the last visit` })) !== null)
}

async function forgetContacts(ctx: Ctx, moment: Date): Promise<number> {
  const known = { OR: [{ sealedEmail: { not: null } }, { sealedPhone: { not: null } }] }
  const { count } = await ctx.db.visitor.updateMany({
    where: { ...awaySince(moment), ...known },
    data: { sealedEmail: null, sealedPhone: null, emailIndex: null, phoneIndex: null },
  })
  return count
}
