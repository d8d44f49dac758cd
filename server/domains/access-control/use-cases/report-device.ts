import type { z } from 'zod'
import { reportDeviceSchema } from '#shared/schemas/access-control'
import { refusal } from '../../../core/authorize'
import type { Ctx } from '../../../core/ctx'
import type { Failure } from '../../../core/errors'
import { validate } from '../../../core/failures'

/** What a device is told after its report. */
export interface DeviceReport {
  isLocked: boolean
  reportedAt: Date
}

/**
 * Keeps what a device says of itself: its battery, its version, what it has not told yet and as of when it knows the passes. What it
 * leaves out stays as it said it last. It reports some times a minute at most, so no event tells of it.
 * @returns whether it is locked, or VALIDATION_FAILED
 * @throws Refusal for whoever is no enrolled device
 */
export async function reportDevice(ctx: Ctx, input: z.input<typeof reportDeviceSchema>): Promise<DeviceReport | Failure> {
  if (ctx.actor.type !== 'device') throw refusal(ctx)
  const { data, failed } = validate(ctx, reportDeviceSchema, input)
  if (failed) return failed
  const { id } = ctx.actor
  const [reportedAt, said] = [ctx.now(), Object.entries(data).filter(([, value]) => value !== null && value !== undefined)]
  // A clock that is ahead makes no list newer than it can be.
  const rosterAt = data.rosterAt && data.rosterAt > reportedAt ? { rosterAt: reportedAt } : {}
  const { count } = await ctx.db.device.updateMany({
    where: { id, revokedAt: null },
    data: { ...Object.fromEntries(said), ...rosterAt, reportedAt },
  })
  if (count === 0) throw refusal(ctx)
  const { lockedAt } = await ctx.db.device.findUniqueOrThrow({ where: { id }, select: { lockedAt: true } })
  return { isLocked: lockedAt !== null, reportedAt }
}
