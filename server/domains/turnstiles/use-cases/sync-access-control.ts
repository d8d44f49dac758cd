import { systemCtx, type Ctx } from '../../../core/ctx'
import type { JobContext } from '../../../core/handlers'
import { isId, newId } from '../../../core/ids'
import type { AccessController } from '../../../generated/prisma/client'
import { DriverFailed, type ControllerDriver } from '../driver'
import { driverOf } from '../drivers/driver-of'
import { bringUpToDate } from './bring-up-to-date'
import { noteFailure, noteSuccess } from './sync-outcome'

/** For how long whoever brings a controller up to date has it alone without saying that they go on, in milliseconds. */
const holding = 120_000

/** After how long a controller is asked what it holds, though nothing speaks for a difference, in milliseconds. */
const listEvery = 5 * 60_000

/** What may be otherwise in a trial. */
interface Options {
  now?: () => Date
  /** How a controller is reached. */
  reach?: (controller: AccessController) => Promise<ControllerDriver>
}

/**
 * Brings controllers to hold what they should, one after the other. What one does not do is noted beside it and tried again; nobody waits
 * for it. Run again it does the same; run at once by many, one of them works on a controller and goes on until nobody wants more of it.
 */
export async function syncAccessControl(
  { organizationId }: JobContext,
  { accessControllerIds, visitPassIds }: { accessControllerIds: string[]; visitPassIds: string[] },
  options: Options = {},
): Promise<void> {
  const ctx = Object.assign(systemCtx(organizationId), options.now ? { now: options.now } : {})
  const ids = new Set([...accessControllerIds.filter(isId), ...(await concerned(ctx, visitPassIds.filter(isId)))])
  for (const id of [...ids].toSorted()) await syncController(ctx, id, accessControllerIds.includes(id), options.reach ?? driverOf)
}

/** Controllers at the sites of passes, and those that still hold something of them. */
async function concerned(ctx: Ctx, visitPassIds: string[]): Promise<string[]> {
  // Most organizations have none, and each of their scans asks.
  if (visitPassIds.length === 0 || !(await ctx.db.accessController.findFirst({ select: { id: true } }))) return []
  const passes = await ctx.db.visitPass.findMany({ where: { id: { in: visitPassIds } }, select: { siteId: true } })
  const there = await ctx.db.accessController.findMany({
    where: { siteId: { in: passes.map(({ siteId }) => siteId) }, revokedAt: null },
    select: { id: true },
  })
  const holding = await ctx.db.controllerCredential.findMany({
    where: { visitPassId: { in: visitPassIds } },
    select: { accessControllerId: true },
  })
  return [...there.map(({ id }) => id), ...holding.map(({ accessControllerId }) => accessControllerId)]
}

/** @param isWhole whether it is also asked what it holds */
async function syncController(ctx: Ctx, id: string, isWhole: boolean, reach: NonNullable<Options['reach']>): Promise<void> {
  const holder = newId()
  const wants = await ctx.db.accessController.updateMany({ where: { id }, data: { syncAsks: { increment: 1 } } })
  if (wants.count === 0) return
  let asks = await take(ctx, id, holder)
  // Somebody else is at it: they see that more was wanted before they let go.
  while (asks !== null) {
    const isDone = await round(ctx, id, holder, isWhole, reach)
    asks = isDone ? await letGo(ctx, id, holder, asks) : await giveUp(ctx, id, holder)
  }
}

/** Takes a controller alone. @returns how often it was wanted until then; null where somebody else has it */
async function take(ctx: Ctx, id: string, holder: string): Promise<number | null> {
  const now = ctx.now()
  const { count } = await ctx.db.accessController.updateMany({
    where: { id, OR: [{ syncHolder: null }, { syncHeldUntil: { lt: now } }] },
    data: { syncHolder: holder, syncHeldUntil: new Date(now.getTime() + holding) },
  })
  return count === 1 ? asksOf(ctx, id) : null
}

const asksOf = async (ctx: Ctx, id: string): Promise<number> =>
  (await ctx.db.accessController.findUnique({ where: { id }, select: { syncAsks: true } }))?.syncAsks ?? 0

/** Lets a controller go, unless more was wanted meanwhile. @returns how often it was wanted where there is more to do, else null */
async function letGo(ctx: Ctx, id: string, holder: string, asks: number): Promise<number | null> {
  const { count } = await ctx.db.accessController.updateMany({ where: { id, syncHolder: holder, syncAsks: asks }, data: free })
  if (count === 1 || !(await keep(ctx, id, holder))) return null
  return asksOf(ctx, id)
}

const free = { syncHolder: null, syncHeldUntil: null, syncAsks: 0 }

/** Lets a controller go that does not answer: the schedule comes back to it. */
async function giveUp(ctx: Ctx, id: string, holder: string): Promise<null> {
  await ctx.db.accessController.updateMany({ where: { id, syncHolder: holder }, data: free })
  return null
}

/** Has a controller for longer. @returns false for one that somebody else has by now */
async function keep(ctx: Ctx, id: string, holder: string): Promise<boolean> {
  const syncHeldUntil = new Date(ctx.now().getTime() + holding)
  return (await ctx.db.accessController.updateMany({ where: { id, syncHolder: holder }, data: { syncHeldUntil } })).count === 1
}

/** @returns false where the controller did not answer, or is somebody else's by now */
async function round(ctx: Ctx, id: string, holder: string, isWhole: boolean, reach: NonNullable<Options['reach']>): Promise<boolean> {
  const controller = await ctx.db.accessController.findUnique({ where: { id } })
  if (!controller) return false
  let driver: ControllerDriver | null = null
  try {
    const lastListed = controller.listedAt?.getTime() ?? 0
    const lists = isWhole || controller.problem !== null || ctx.now().getTime() - lastListed > listEvery
    driver = await reach(controller)
    if (!(await bringUpToDate(ctx, controller, driver, { lists, keep: () => keep(ctx, id, holder) }))) return false
    await noteSuccess(ctx, id, lists)
    return true
  } catch (error) {
    if (!(error instanceof DriverFailed)) {
      await giveUp(ctx, id, holder)
      throw error
    }
    await noteFailure(ctx, controller, error)
    return false
  } finally {
    await driver?.close()
  }
}
