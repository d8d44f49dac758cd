import type { Ctx } from '../../../core/ctx'
import { isId } from '../../../core/ids'
import type { AccessController, ControllerCredential, ControllerEvent, ControllerReader } from '../../../generated/prisma/client'
import { authorizeControllers } from '../policy'

/** A controller as people may see it, with its readers: without how it is reached and what it signs with. */
export type AccessControllerRow = Omit<AccessController, 'sealedAccess' | 'syncHolder' | 'syncHeldUntil' | 'syncAsks' | 'eventId'> & {
  readers: ControllerReader[]
}

/** How a controller is read. */
export const shownController = {
  omit: { sealedAccess: true, syncHolder: true, syncHeldUntil: true, syncAsks: true, eventId: true },
  include: { readers: { orderBy: { key: 'asc' } } },
} as const

/** Differences and events of one controller that are shown at most. */
const [mostDifferences, mostEvents] = [100, 50]

/** Controllers of the organization, oldest first. @throws Refusal for whoever does not manage it */
export function listControllers(ctx: Ctx): Promise<AccessControllerRow[]> {
  authorizeControllers(ctx)
  return ctx.db.accessController.findMany({ ...shownController, orderBy: { id: 'asc' }, take: 200 })
}

/** Controllers by id. @throws Refusal for whoever does not manage the organization */
export function findControllers(ctx: Ctx, ids: readonly string[]): Promise<AccessControllerRow[]> {
  authorizeControllers(ctx)
  return ctx.db.accessController.findMany({ ...shownController, where: { id: { in: ids.filter(isId) } } })
}

/** Where what a controller holds is not what it should hold. */
export interface ControllerDifference {
  kind: 'MISSING' | 'OUTDATED' | 'SURPLUS'
  credential: ControllerCredential
}

const kindOf = ({ wanted, held }: ControllerCredential): ControllerDifference['kind'] =>
  wanted === null ? 'SURPLUS' : held === null ? 'MISSING' : 'OUTDATED'

/** What a controller holds otherwise than it should, the longest first. */
export async function differencesOf(ctx: Ctx, { id }: Pick<AccessController, 'id'>): Promise<ControllerDifference[]> {
  const where = { accessControllerId: id, isDue: true }
  const due = await ctx.db.controllerCredential.findMany({
    where,
    orderBy: [{ changedAt: 'asc' }, { visitPassId: 'asc' }],
    take: mostDifferences,
  })
  return due.map((credential) => ({ kind: kindOf(credential), credential }))
}

/** How many credentials a controller shall hold, and how many of them it holds. */
export async function countCredentials(ctx: Ctx, { id }: Pick<AccessController, 'id'>): Promise<{ wanted: number; inSync: number }> {
  const of = { accessControllerId: id, wanted: { not: null } }
  const [wanted, inSync] = [
    await ctx.db.controllerCredential.count({ where: of }),
    await ctx.db.controllerCredential.count({ where: { ...of, isDue: false } }),
  ]
  return { wanted, inSync }
}

/** What a controller told last, the newest first. */
export const eventsOf = (ctx: Ctx, { id }: Pick<AccessController, 'id'>): Promise<ControllerEvent[]> =>
  ctx.db.controllerEvent.findMany({
    where: { accessControllerId: id },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    take: mostEvents,
  })
