import { reachOf } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import { revealableFiles } from '../policy'

/** The photo of a visitor that somebody has accepted, the newest; null where there is none, or it is not for the caller to see. */
export async function findPhoto(ctx: Ctx, visitorId: string): Promise<string | null> {
  if (reachOf(ctx, 'visitor:reveal') === 'none') return null
  const accepted = { visitorId, kind: 'PHOTO', status: 'READY', approved: true } as const
  const file = await ctx.db.visitorFile.findFirst({
    where: { AND: [revealableFiles(ctx), accepted] },
    orderBy: { id: 'desc' },
    select: { id: true },
  })
  return file?.id ?? null
}
