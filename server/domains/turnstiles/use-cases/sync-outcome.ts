import type { Ctx } from '../../../core/ctx'
import type { AccessController } from '../../../generated/prisma/client'
import { log } from '../../../infra/log'
import type { DriverFailed } from '../driver'

/** How often a controller is looked at though nothing happened, in milliseconds. */
export const usualInterval = 5 * 60_000

/** The first wait after a failure and the longest, in milliseconds: turnstiles are missed soon. */
const [shortestWait, longestWait] = [15_000, 10 * 60_000]

/** Notes that a controller holds what it should. */
export async function noteSuccess(ctx: Ctx, id: string, wasListed: boolean): Promise<void> {
  const now = ctx.now()
  const listed = wasListed ? { listedAt: now } : {}
  const nextSyncAt = new Date(now.getTime() + usualInterval)
  await ctx.db.accessController.updateMany({ where: { id }, data: { syncedAt: now, problem: null, failures: 0, nextSyncAt, ...listed } })
}

/** Notes why a controller could not be brought up to date, and when that is tried again. */
export async function noteFailure(ctx: Ctx, { id, failures }: AccessController, { problem }: DriverFailed): Promise<void> {
  const wait = Math.min(shortestWait * 2 ** Math.min(failures, 10), longestWait)
  const nextSyncAt = new Date(ctx.now().getTime() + wait)
  await ctx.db.accessController.updateMany({
    where: { id },
    data: { problem, failures: { increment: failures < 60_000 ? 1 : 0 }, nextSyncAt },
  })
  log.info({ accessControllerId: id, problem }, 'an access controller could not be brought up to date')
}
