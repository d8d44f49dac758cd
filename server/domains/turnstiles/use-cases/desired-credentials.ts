import { createHash } from 'node:crypto'
import type { Ctx } from '../../../core/ctx'
import { leftUnseen } from '../../access-control/use-cases/presence/left-unseen'
import type { AccessController } from '../../../generated/prisma/client'
import { credentialOf, horizon, type Credential, type CredentialReader } from '../credential'
import { numbersOfPasses } from './pass-numbers'

/** A pass that a controller has to do with: what it shall hold of it, if anything. */
export interface Desired {
  visitPassId: string
  codeHash: Buffer
  credential: Credential | null
}

const passColumns = {
  id: true,
  status: true,
  presence: true,
  validFrom: true,
  validTo: true,
  entriesLimit: true,
  entriesUsed: true,
  outstanding: true,
  qrToken: true,
} as const

/**
 * The readers of a controller, and at which of them an entry takes more than a pass that is good. A controller knows no rules, counts nobody and
 * looks at no document: where any of that is asked, it asks the server.
 */
async function readersOf(ctx: Ctx, { id, siteId }: AccessController): Promise<CredentialReader[]> {
  const include = { gate: { select: { closedAt: true, isInner: true, readsCards: true, readsPlates: true } } } as const
  const readers = await ctx.db.controllerReader.findMany({ where: { accessControllerId: id }, include })
  const [rules, restricted, state, site] = [
    await ctx.db.accessRule.count({ where: { deletedAt: null, OR: [{ siteId }, { siteId: null }] } }),
    await ctx.db.zone.count({ where: { siteId, OR: [{ isRestricted: true }, { capacity: { not: null } }] } }),
    await ctx.db.accessState.findFirst({ where: { siteId }, select: { capacity: true, antiPassback: true, changingCodes: true } }),
    await ctx.db.site.findUnique({ where: { id: siteId }, select: { identityCheck: true, closedAt: true } }),
  ]
  const isCounted = (state?.capacity ?? null) !== null || (state && state.antiPassback !== 'OFF')
  const isAnyCode = state?.changingCodes !== 'REQUIRED'
  const asksAtSite =
    !isAnyCode || rules > 0 || restricted > 0 || Boolean(isCounted) || !site || site.identityCheck || site.closedAt !== null
  return readers.map(({ key, direction, gate: { closedAt, isInner, readsCards, readsPlates } }) => {
    return { key, direction, readsCards, readsPlates, asksServer: asksAtSite || closedAt !== null || isInner }
  })
}

/**
 * What a controller shall hold: a credential for each pass of its site that is good now or within a day, and for each whose guest is inside, or
 * may be because nobody saw them leave. A controller that was revoked shall hold nothing. One that keeps cards and plates knows the pass by
 * those too.
 */
export async function desiredCredentials(ctx: Ctx, controller: AccessController): Promise<Desired[]> {
  if (controller.revokedAt) return []
  const now = ctx.now()
  const [readers, known] = [
    await readersOf(ctx, controller),
    await ctx.db.controllerCredential.findMany({
      where: { accessControllerId: controller.id },
      select: { visitPassId: true, codeHash: true },
    }),
  ]
  const hashes = new Map(known.map(({ visitPassId, codeHash }) => [visitPassId, Buffer.from(codeHash)]))
  const good = { status: 'ACTIVE' as const, validTo: { gt: now }, validFrom: { lte: new Date(now.getTime() + horizon) } }
  const unseen = new Set((await leftUnseen(ctx.db, controller.siteId, now)).map(({ visitPassId }) => visitPassId))
  const passes = await ctx.db.visitPass.findMany({
    where: { siteId: controller.siteId, OR: [{ presence: 'INSIDE' }, good, { id: { in: [...unseen] } }] },
    select: passColumns,
    orderBy: { id: 'asc' },
  })
  const numbers = await numbersOfPasses(
    ctx,
    controller,
    passes.map(({ id }) => id),
  )
  return passes.flatMap(({ qrToken, ...pass }) => {
    const codeHash = qrToken === null ? hashes.get(pass.id) : createHash('sha256').update(qrToken).digest()
    if (!codeHash) return []
    const credential = credentialOf({ ...pass, mayBeInside: unseen.has(pass.id) }, codeHash, readers, now, numbers(pass.id))
    return [{ visitPassId: pass.id, codeHash, credential }]
  })
}
