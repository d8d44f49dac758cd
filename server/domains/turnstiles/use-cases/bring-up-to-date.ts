import type { Ctx } from '../../../core/ctx'
import type { AccessController, ControllerCredential } from '../../../generated/prisma/client'
import { mostAtOnce, type ControllerDriver } from '../driver'
import { desiredCredentials, type Desired } from './desired-credentials'

interface Way {
  /** Whether the controller is asked first what it holds. */
  lists: boolean
  /** Says that this goes on. @returns false where it must not */
  keep: () => Promise<boolean>
}

type Row = Pick<ControllerCredential, 'visitPassId' | 'wanted' | 'held' | 'problem' | 'isDue'>

/**
 * Makes what a controller holds what it should hold. What it is known to hold stands in our rows, and is made sure of by asking it.
 * @returns false where somebody else does that by now
 * @throws DriverFailed
 */
export async function bringUpToDate(
  ctx: Ctx,
  controller: AccessController,
  driver: ControllerDriver,
  { lists, keep }: Way,
): Promise<boolean> {
  const { strangers, ...keeping } = lists ? await compare(ctx, controller, driver) : { strangers: [] }
  const desired = await desiredCredentials(ctx, { ...controller, ...keeping })
  await noteDesired(ctx, controller, desired)
  const rows = await ctx.db.controllerCredential.findMany({
    where: { accessControllerId: controller.id, isDue: true },
    orderBy: { visitPassId: 'asc' },
  })
  // What the controller did not take it is not asked again at each scan.
  const due = rows.filter(({ problem }) => lists || problem === null)
  const credentials = new Map(desired.map(({ visitPassId, credential }) => [visitPassId, credential]))
  const gone = [...strangers, ...due.filter(({ wanted }) => wanted === null).map(({ visitPassId }) => visitPassId)]
  for (const ids of chunks(gone)) {
    if (!(await keep())) return false
    await driver.delete(ids)
    await noteGone(ctx, controller, ids)
  }
  const given = due.flatMap(({ visitPassId, wanted }) => (wanted === null ? [] : (credentials.get(visitPassId) ?? [])))
  for (const part of chunks(given)) {
    if (!(await keep())) return false
    const refused = await driver.put(part)
    for (const { id, version } of part) await noteGiven(ctx, controller, id, version, refused.get(id) ?? null)
  }
  return true
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += mostAtOnce) yield all.slice(from, from + mostAtOnce)
}

/** Asks a controller what it holds and notes where that is not what we know. @returns what it holds that nobody gave it, and what it keeps */
async function compare(
  ctx: Ctx,
  { id: accessControllerId }: AccessController,
  driver: ControllerDriver,
): Promise<{ strangers: string[] } & Pick<AccessController, 'keepsCards' | 'keepsPlates'>> {
  const listing = await driver.list()
  const held = new Map(listing.held.map(({ id, version }) => [id, version]))
  const rows = await ctx.db.controllerCredential.findMany({ where: { accessControllerId } })
  for (const row of rows) {
    const version = held.get(row.visitPassId)?.slice(0, 32) ?? null
    if (version !== row.held) await note(ctx, accessControllerId, row, { held: version })
  }
  const known = new Set(rows.map(({ visitPassId }) => visitPassId))
  const strangers = [...held.keys()].filter((id) => !known.has(id))
  const keeping = { keepsCards: listing.keeps.has('card'), keepsPlates: listing.keeps.has('plate') }
  await ctx.db.accessController.updateMany({ where: { id: accessControllerId }, data: { strangers: strangers.length, ...keeping } })
  return { strangers, ...keeping }
}

/** Writes what a row says now. A row that says nothing goes. */
async function note(ctx: Ctx, accessControllerId: string, row: Row, more: Partial<Pick<Row, 'wanted' | 'held'>>): Promise<void> {
  const { wanted, held } = { ...row, ...more }
  const of = { accessControllerId, visitPassId: row.visitPassId }
  if (wanted === null && held === null) await ctx.db.controllerCredential.deleteMany({ where: of })
  else await ctx.db.controllerCredential.updateMany({ where: of, data: { ...more, isDue: wanted !== held, changedAt: ctx.now() } })
}

/** By how many cards and plates a credential is known: the numbers themselves stand in no row. */
const countsOf = (credential: Desired['credential']): Pick<ControllerCredential, 'cards' | 'plates'> => ({
  cards: credential?.cards?.hashes.length ?? 0,
  plates: credential?.plates?.hashes.length ?? 0,
})

async function noteDesired(ctx: Ctx, { id: accessControllerId, organizationId }: AccessController, desired: Desired[]): Promise<void> {
  const rows = new Map((await ctx.db.controllerCredential.findMany({ where: { accessControllerId } })).map((row) => [row.visitPassId, row]))
  const wanted = new Map(desired.flatMap(({ visitPassId, credential }) => (credential ? [[visitPassId, credential.version] as const] : [])))
  const fresh = desired.filter(({ visitPassId, credential }) => credential && !rows.has(visitPassId))
  await ctx.db.controllerCredential.createMany({
    data: fresh.map(({ visitPassId, codeHash, credential }) => {
      const of = { organizationId, accessControllerId, visitPassId, ...countsOf(credential) }
      const row = { ...of, wanted: wanted.get(visitPassId) ?? null, held: null }
      return { ...row, isDue: true, codeHash: Uint8Array.from(codeHash), changedAt: ctx.now() }
    }),
    skipDuplicates: true,
  })
  const known = new Map(desired.map((each) => [each.visitPassId, each]))
  for (const row of rows.values()) {
    const version = wanted.get(row.visitPassId) ?? null
    if (version === row.wanted) continue
    const now = known.get(row.visitPassId)
    if (now)
      await ctx.db.controllerCredential.updateMany({
        where: { accessControllerId, visitPassId: row.visitPassId },
        data: { codeHash: Uint8Array.from(now.codeHash), ...countsOf(now.credential), problem: null, attempts: 0 },
      })
    await note(ctx, accessControllerId, row, { wanted: version })
  }
}

/** Notes that a controller holds nothing of these any more. One that it was to hold again meanwhile stays due. */
async function noteGone(ctx: Ctx, { id: accessControllerId }: AccessController, ids: string[]): Promise<void> {
  const of = { accessControllerId, visitPassId: { in: ids } }
  await ctx.db.controllerCredential.deleteMany({ where: { ...of, wanted: null } })
  await ctx.db.controllerCredential.updateMany({ where: of, data: { held: null, isDue: true } })
}

async function noteGiven(
  ctx: Ctx,
  { id: accessControllerId }: AccessController,
  visitPassId: string,
  version: string,
  problem: ControllerCredential['problem'],
): Promise<void> {
  const row = { accessControllerId, visitPassId, wanted: version }
  const taken = { held: version, isDue: false, problem: null, attempts: 0, changedAt: ctx.now() }
  await ctx.db.controllerCredential.updateMany({ where: row, data: problem ? { problem, attempts: { increment: 1 } } : taken })
}
